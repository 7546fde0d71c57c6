package io.driftgate.correlator.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.driftgate.schemas.json.CanonicalJson;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DriftComparerTest {

    private static final String GROUP = "aws_security_group";
    private static final String ANY = "acme_thing";

    private final DriftComparer comparer = DriftComparer.shipped();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a':''}                          | {'a':null}",
                "{'a':[]}                          | {}",
                "{'a':{}}                          | {'a':''}",
                "{'a':{'b':null,'c':''}}           | {'a':null}",
                "{}                                | {'a':[]}",
                "{'policy':'{}'}                   | {'policy':''}",
                "{'p':8443}                        | {'p':'8443'}",
                "{'p':1000}                        | {'p':'1e3'}",
                "{'p':1}                           | {'p':1.0}",
                "{'p':12345678901234567890123}     | {'p':'12345678901234567890123'}",
                "{'a':true}                        | {'a':'true'}",
                "{'a':[1,'2']}                     | {'a':['1',2]}",
                "{'a':[{'b':''}]}                  | {'a':[{}]}",
                "{'id':'a','arn':'x','tags_all':{'t':'1'}} | {'id':'b','arn':'y','tags_all':{}}"
            })
    void shouldTakeForTheSame(String declared, String live) {
        assertThat(compare(ANY, declared, live)).isEqualTo(new Comparison(List.of(), List.of()));
        assertThat(compare(ANY, declared, live).inSync()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a':false}               | {'a':null}          | a",
                "{'a':0}                   | {'a':''}            | a",
                "{'a':''}                  | {'a':'x'}           | a",
                "{'a':null}                | {'a':'x'}           | a",
                "{'a':[]}                  | {'a':['x']}         | a",
                "{'a':'007'}               | {'a':7}             | a",
                "{'a':'1.0'}               | {'a':'1'}           | a",
                "{'a':' '}                 | {'a':''}            | a",
                "{'a':true}                | {'a':1}             | a",
                "{'a':'x'}                 | {'a':['x']}         | a",
                "{'a':{'b':1}}             | {'a':[1]}           | a",
                "{'a':[1,2]}               | {'a':[1,3]}         | a",
                "{'a':[1,1]}               | {'a':[1]}           | a",
                "{'a':[[1],[2]]}           | {'a':[[1]]}         | a[1]",
                "{'a':[{}]}                | {'a':[]}            | a",
                "{'tags':{'a':'1','b':'2'}} | {'tags':{'a':'1'}} | tags.b",
                "{'tags':{'a':'1'}}        | {'tags':{'a':'1','b':'2'}} | tags.b",
                "{'tags':{'k8s.io/x':'1'}} | {'tags':{'k8s.io/x':'2'}}  | tags[\"k8s.io/x\"]",
                "{'a':[{'b':1,'c':2}]}     | {'a':[{'b':2,'c':2}]}      | a[0].b",
                "{'a':[{'b':1}]}           | {'a':[{'b':1,'c':2}]}      | a[0].c"
            })
    void shouldFindOneDifference(String declared, String live, String path) {
        assertThat(compare(ANY, declared, live).differences())
                .singleElement()
                .extracting(Difference::path)
                .isEqualTo(path);
        assertThat(compare(ANY, declared, live).unknownPaths()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a':'x'}                  | {}                  | a",
                "{'a':false}                | {}                  | a",
                "{'a':[{'b':1,'c':2}]}      | {'a':[{'b':1}]}     | a[0].c",
                "{'a':[1,2]}                | {'a':[2,1]}         | a",
                "{'a':[{'b':1},{'b':2}]}    | {'a':[{'b':2},{'b':1}]} | a",
                "{'a':'[1,2]'}              | {'a':'[2,1]'}       | a"
            })
    void shouldSayThatItCannotTell(String declared, String live, String path) {
        assertThat(compare(ANY, declared, live)).isEqualTo(new Comparison(List.of(), List.of(path)));
    }

    @Test
    void shouldLeaveOutWhatTheStateNeverKnew() {
        assertThat(compare(ANY, "{'a':1}", "{'a':1,'new_in_the_provider':'x'}").inSync())
                .isTrue();
    }

    @Test
    void shouldShowBothSides() {
        assertThat(compare(ANY, "{'a':null,'b':'x'}", "{'a':['y'],'b':null}").differences())
                .containsExactly(
                        new Difference("a", Optional.empty(), Optional.of(json("['y']"))),
                        new Difference("b", Optional.of(json("'x'")), Optional.empty()));
    }

    @Test
    void shouldNotComparePerTypeWhatOnlyThatTypeComputes() {
        String declared = "{'version':'3','last_modified':'a','source_code_hash':'h1'}";
        String live = "{'version':'4','last_modified':'b','source_code_hash':'h2'}";

        assertThat(paths(compare("aws_lambda_function", declared, live))).containsExactly("source_code_hash");
        assertThat(paths(compare("aws_eks_cluster", "{'version':'1.31'}", "{'version':'1.33'}")))
                .containsExactly("version");
    }

    @Test
    void shouldCompareSecurityGroupsAsTheSetsTheyAre() {
        String declared =
                "{'ingress':[" + rule(22, "'10.0.0.0/8'") + "," + rule(443, "'10.0.0.0/8','10.1.0.0/16'") + "]}";
        String live = "{'ingress':[" + rule(443, "'10.1.0.0/16','10.0.0.0/8'") + "," + rule(22, "'10.0.0.0/8'") + "]}";

        assertThat(compare(GROUP, declared, live).inSync()).isTrue();
    }

    @Test
    void shouldPairAChangedRuleWithItsOwnDeclaration() {
        // given: the declared second rule stands first live, with one more block
        String declared = "{'ingress':[" + rule(22, "'10.0.0.0/8'") + "," + rule(8443, "'10.0.0.0/8'") + "]}";
        String live = "{'ingress':[" + rule(8443, "'10.0.0.0/8','0.0.0.0/0'") + "," + rule(22, "'10.0.0.0/8'") + "]}";

        // when
        Comparison comparison = compare(GROUP, declared, live);

        // then
        assertThat(comparison.unknownPaths()).isEmpty();
        assertThat(comparison.differences())
                .containsExactly(new Difference(
                        "ingress[1].cidr_blocks",
                        Optional.of(json("['10.0.0.0/8']")),
                        Optional.of(json("['10.0.0.0/8','0.0.0.0/0']"))));
    }

    @Test
    void shouldNumberNewElementsAfterTheDeclaredOnes() {
        String declared = "{'ingress':[" + rule(22, "'10.0.0.0/8'") + "]}";
        String live = "{'ingress':[{'from_port':0,'to_port':0,'protocol':'-1','cidr_blocks':['0.0.0.0/0']},"
                + rule(22, "'10.0.0.0/8'") + "]}";

        assertThat(compare(GROUP, declared, live).differences()).singleElement().satisfies(difference -> {
            assertThat(difference.path()).isEqualTo("ingress[1]");
            assertThat(difference.declared()).isEmpty();
            assertThat(difference.live())
                    .hasValueSatisfying(
                            rule -> assertThat(rule.path("protocol").asText()).isEqualTo("-1"));
        });
    }

    @Test
    void shouldTakeAnUnlikeElementForAnotherOne() {
        String declared = "{'ingress':[" + rule(22, "'10.0.0.0/8'") + "]}";
        String live = "{'ingress':[{'from_port':0,'to_port':0,'protocol':'-1','cidr_blocks':['0.0.0.0/0']}]}";

        assertThat(paths(compare(GROUP, declared, live))).containsExactly("ingress[0]", "ingress[1]");
    }

    @Test
    void shouldCompareKnownListsInTheirOrder() {
        assertThat(paths(compare("aws_lambda_function", "{'layers':['a','b']}", "{'layers':['b','a']}")))
                .containsExactly("layers");
        assertThat(paths(compare(
                        "aws_lb_listener",
                        "{'default_action':[{'order':1,'type':'a'},{'order':2,'type':'b'}]}",
                        "{'default_action':[{'order':2,'type':'b'},{'order':1,'type':'a'}]}")))
                .containsExactly(
                        "default_action[0].order",
                        "default_action[0].type",
                        "default_action[1].order",
                        "default_action[1].type");
    }

    @Test
    void shouldCompareLargeSetsInReasonableTime() {
        // given: 3000 rules, all of them with another port
        String declared = "{'ingress':[" + rules(0, 3000) + "]}";
        String live = "{'ingress':[" + rules(3000, 3000) + "]}";

        // when / then: each is gone, and each is new
        assertThat(compare(GROUP, declared, live).differences()).hasSize(6000);
    }

    @Test
    void shouldCompareDigestsOfOneKeyOnly() {
        String one = digest("k1", "aa");
        assertThat(compare(ANY, "{'password':" + one + "}", "{'password':" + one + "}")
                        .inSync())
                .isTrue();
        assertThat(compare(ANY, "{'password':" + one + "}", "{'password':" + digest("k1", "bb") + "}"))
                .isEqualTo(new Comparison(
                        List.of(new Difference(
                                "password", Optional.of(json(one)), Optional.of(json(digest("k1", "bb"))))),
                        List.of()));
        for (String other : List.of(digest("k2", "bb"), digest("k2", "aa"), "'plain'", "''", "['x']", "{'a':'b'}")) {
            assertThat(compare(ANY, "{'password':" + one + "}", "{'password':" + other + "}"))
                    .as(other)
                    .isEqualTo(new Comparison(List.of(), List.of("password")));
            assertThat(compare(ANY, "{'password':" + other + "}", "{'password':" + one + "}"))
                    .as(other)
                    .isEqualTo(new Comparison(List.of(), List.of("password")));
        }
    }

    @Test
    void shouldCompareDigestsInsideArrays() {
        String one = "{'a':[" + digest("k1", "aa") + "," + digest("k1", "bb") + "]}";
        assertThat(compare(ANY, one, one).inSync()).isTrue();
        assertThat(paths(compare(ANY, one, "{'a':[" + digest("k1", "aa") + "," + digest("k1", "cc") + "]}")))
                .containsExactly("a");
        assertThat(compare(ANY, one, "{'a':[" + digest("k2", "aa") + "," + digest("k2", "bb") + "]}"))
                .isEqualTo(new Comparison(List.of(), List.of("a")));
        assertThat(paths(compare(ANY, one, "{'a':[" + digest("k2", "aa") + "]}")))
                .containsExactly("a");
    }

    @Test
    void shouldNotDependOnTheOrderOfLiveElements() {
        // given
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<String> liveRules = new ArrayList<>(IntStream.range(0, 12)
                .mapToObj(i -> rule(random.nextInt(6), "'10." + random.nextInt(3) + ".0.0/16'"))
                .toList());
        JsonNode declared = json("{'ingress':["
                + String.join(
                        ",",
                        IntStream.range(0, 12)
                                .mapToObj(i -> rule(random.nextInt(6), "'10." + random.nextInt(3) + ".0.0/16'"))
                                .toList())
                + "]}");
        Comparison first = comparer.compare(GROUP, declared, json("{'ingress':[" + String.join(",", liveRules) + "]}"));

        // when / then
        for (int i = 0; i < 200; i++) {
            Collections.shuffle(liveRules, random);
            JsonNode live = json("{'ingress':[" + String.join(",", liveRules) + "]}");
            assertThat(comparer.compare(GROUP, declared, live))
                    .as("seed %d", seed)
                    .isEqualTo(first);
        }
    }

    @Test
    void shouldRefuseWhatIsNoObject() {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> comparer.compare(ANY, object, JsonNodeFactory.instance.nullNode()))
                .withMessageContaining("expected: two JSON objects");
    }

    private Comparison compare(String type, String declared, String live) {
        return comparer.compare(type, json(declared), json(live));
    }

    private static List<String> paths(Comparison comparison) {
        return comparison.differences().stream().map(Difference::path).toList();
    }

    private static String rule(int port, String blocks) {
        return "{'from_port':" + port + ",'to_port':" + port + ",'protocol':'tcp','description':'','self':false,"
                + "'cidr_blocks':[" + blocks + "],'ipv6_cidr_blocks':[]}";
    }

    private static String rules(int from, int count) {
        return String.join(
                ",",
                IntStream.range(from, from + count)
                        .mapToObj(port -> rule(port, "'10.0.0.0/8'"))
                        .toList());
    }

    private static String digest(String key, String hex) {
        return "{'$sensitive':'hmac-sha256:" + key + ":" + hex + "'}";
    }

    /** JSON with ' for ". */
    private static JsonNode json(String text) {
        return CanonicalJson.read(text.replace('\'', '"'));
    }
}
