package io.driftgate.collectors.declared;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftgate.collectors.declared.StateReading.LeftOut;
import io.driftgate.collectors.declared.StateReading.Read;
import io.driftgate.collectors.declared.StateReading.Reason;
import io.driftgate.collectors.declared.StateReading.Refused;
import io.driftgate.collectors.redact.SensitivePath;
import io.driftgate.schemas.identity.ResourceTypes;
import io.driftgate.schemas.json.CanonicalJson;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TerraformStateTest {

    private static final Path CASES = Path.of("src/test/resources/cases/terraform-state");

    private final TerraformState reader = new TerraformState(ResourceTypes.shipped(), "123456789012", "eu-west-1");

    static Stream<Path> cases() throws IOException {
        try (Stream<Path> folders = Files.list(CASES)) {
            return folders.filter(Files::isDirectory).sorted().toList().stream();
        }
    }

    /** The judge is driftctl: what it lists for a state, by type and id. */
    @ParameterizedTest
    @MethodSource("cases")
    void shouldFindEveryResourceThatDriftctlFinds(Path folder) throws IOException {
        StateReading reading = reader.read(Files.readString(folder.resolve("terraform.tfstate")));
        Path expected = folder.resolve("expected.json");
        assertThat(reading).isInstanceOf(Read.class);
        if (!Files.exists(expected)) {
            // driftctl was told to ignore all that is in it.
            assertThat(((Read) reading).resources())
                    .extracting(resource -> resource.key().type())
                    .containsExactly("aws_s3_bucket");
            return;
        }
        List<String> found = ((Read) reading)
                .resources().stream()
                        .map(resource -> resource.key().type() + " " + resource.id())
                        .toList();
        for (JsonNode resource : CanonicalJson.read(Files.readString(expected))) {
            assertThat(found)
                    .contains(resource.get("Type").asText() + " "
                            + resource.get("Id").asText());
        }
    }

    /** The judge is the state itself, counted here without our reader: nothing managed is lost, no two share a key. */
    @ParameterizedTest
    @MethodSource("cases")
    void shouldLoseNoManagedInstance(Path folder) throws IOException {
        String text = Files.readString(folder.resolve("terraform.tfstate"));
        Read read = (Read) reader.read(text);
        List<String> managed = new ArrayList<>();
        for (JsonNode resource : CanonicalJson.read(text).path("resources")) {
            for (JsonNode instance : resource.path("instances")) {
                if (resource.path("mode").asText().equals("managed") && !instance.has("deposed")) {
                    managed.add(named(resource.path("type").asText(), instance.path("attributes")));
                }
            }
        }

        assertThat(read.resources())
                .extracting(resource -> named(resource.key().type(), resource.attributes()))
                .containsExactlyElementsOf(new LinkedHashSet<>(managed));
        assertThat(read.resources()).extracting(DeclaredResource::key).doesNotHaveDuplicates();
        assertThat(read.leftOut().stream().filter(out -> out.kind() == LeftOut.Kind.DESCRIBED_TWICE))
                .hasSize(managed.size() - read.resources().size());
    }

    /** What tells the cases' resources apart: two access keys of two users bear one made-up id. */
    private static String named(String type, JsonNode attributes) {
        return type + " " + attributes.path("id").asText() + " "
                + attributes.path("user").asText();
    }

    @Test
    void shouldHaveAllCases() throws IOException {
        assertThat(cases()).hasSize(41);
    }

    @Test
    void shouldWriteAddressesAsTerraformDoes() {
        Read read = (Read) reader.read("""
                {"version": 4, "serial": 7, "lineage": "l", "resources": [
                  {"module": "module.a[\\"x\\"].module.b", "mode": "managed", "type": "aws_sqs_queue", "name": "q",
                   "provider": "module.a.provider[\\"registry.terraform.io/hashicorp/aws\\"].west",
                   "instances": [
                     {"index_key": "k\\"y", "attributes": {"id": "u1", "name": "n1"}},
                     {"index_key": 3, "attributes": {"id": "u2", "name": "n2"}},
                     {"index_key": 3, "deposed": "0badcafe", "attributes": {"id": "u3", "name": "n3"}}]},
                  {"mode": "data", "type": "aws_ami", "name": "d", "provider": "provider.aws", "instances": []}]}
                """);

        assertThat(read.serial()).isEqualTo(7);
        assertThat(read.resources())
                .extracting(DeclaredResource::toString)
                .containsExactly(
                        "module.a[\"x\"].module.b.aws_sqs_queue.q[\"k\\\"y\"] aws/123456789012/eu-west-1/sqs/n1#aws_sqs_queue",
                        "module.a[\"x\"].module.b.aws_sqs_queue.q[3] aws/123456789012/eu-west-1/sqs/n2#aws_sqs_queue");
        assertThat(read.leftOut())
                .containsExactly(
                        new LeftOut("module.a[\"x\"].module.b.aws_sqs_queue.q[3]", LeftOut.Kind.DEPOSED),
                        new LeftOut("data.aws_ami.d", LeftOut.Kind.DATA_SOURCE));
    }

    /** The second under a key of its own would be missing for ever: nothing live has such a key. */
    @ParameterizedTest
    @CsvSource({"1, 0", "2, 1"})
    void shouldGiveOneKeyToTwoInstancesThatDescribeOneThing(int second, int rivals) {
        Read read = (Read) reader.read(managed("""
                                {"index_key":0,"attributes":{"id":"b","bucket":"b","n":1},
                                 "sensitive_attributes":[[{"type":"get_attr","value":"p"}]]},
                                {"index_key":1,"attributes":{"id":"b","bucket":"b","n":%d},
                                 "sensitive_attributes":[[{"type":"get_attr","value":"q"}]]}
                                """.formatted(second)));

        assertThat(read.resources()).singleElement().satisfies(one -> {
            assertThat(one.key().text()).isEqualTo("aws/123456789012/global/s3/b#aws_s3_bucket");
            assertThat(one.rivals()).hasSize(rivals);
            assertThat(one.marked()).containsExactlyInAnyOrder(SensitivePath.parse("p"), SensitivePath.parse("q"));
        });
        assertThat(read.leftOut()).containsExactly(new LeftOut("aws_s3_bucket.x[1]", LeftOut.Kind.DESCRIBED_TWICE));
    }

    @Test
    void shouldTakeTheStatesOwnMarks() {
        Read read = (Read)
                reader.read(
                        managed(
                                "{\"attributes\":{\"id\":\"b\"},\"sensitive_attributes\":[[{\"type\":\"get_attr\",\"value\":\"grant\"},"
                                        + "{\"type\":\"index\",\"value\":{\"value\":0,\"type\":\"number\"}},{\"type\":\"get_attr\",\"value\":\"id\"}],"
                                        + "[{\"type\":\"get_attr\",\"value\":\"tags\"},{\"type\":\"index\",\"value\":{\"value\":\"k\",\"type\":\"string\"}}]]}"));

        assertThat(read.resources().getFirst().marked())
                .containsExactlyInAnyOrder(SensitivePath.parse("grant.id"), SensitivePath.parse("tags.k"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | NOT_JSON",
                "{\"version\": 4, \"resources\": [ | NOT_JSON",
                "{} | NOT_A_STATE",
                "[] | NOT_A_STATE",
                "{\"version\": \"4\"} | NOT_A_STATE",
                "{\"format_version\": \"1.2\", \"version\": 4} | NOT_A_STATE",
                "{\"version\": 3, \"modules\": []} | UNSUPPORTED_VERSION",
                "{\"version\": 5} | UNSUPPORTED_VERSION",
                "{\"encrypted_data\": \"x\", \"meta\": {}} | ENCRYPTED",
                "{\"version\": 4, \"resources\": {}} | MALFORMED",
                "{\"version\": 4, \"resources\": [{}]} | MALFORMED",
                "{\"version\": 4, \"resources\": [{\"mode\":\"managed\",\"type\":\"t\",\"name\":\"n\",\"provider\":\"provider.aws\",\"instances\":null}]} | MALFORMED",
                "{\"version\": 4, \"resources\": [{\"mode\":\"managed\",\"type\":\"t\",\"name\":\"n\",\"provider\":\"provider.aws\",\"instances\":\"x\"}]} | MALFORMED",
                "{\"version\": 4, \"resources\": [{\"mode\":\"Managed\",\"type\":\"t\",\"name\":\"n\",\"provider\":\"provider.aws\",\"instances\":[]}]} | MALFORMED",
                "{\"version\": 4, \"resources\": [3]} | MALFORMED"
            })
    void shouldRefuseWhatIsNotWhollyAState(String text, Reason reason) {
        assertThat(reader.read(text))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"attributes_flat\":{\"id\":\"hunter2\"}} | attributes_flat",
                "{} | no attributes",
                "{\"attributes\":{\"id\":\"\\ud800hunter2\",\"bucket\":\"\\ud800hunter2\"}} | half a character",
                "{\"attributes\":{\"id\":\"b\"},\"sensitive_attributes\":[[{\"type\":\"splat\",\"value\":\"hunter2\"}]]} | unknown form",
                "{\"attributes\":{\"id\":\"b\"},\"sensitive_attributes\":[[]]} | without a name"
            })
    void shouldRefuseAnInstanceThatItCannotReadAndNotQuoteIt(String instance, String message) {
        assertThat(reader.read(managed(instance)))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.message())
                                .contains("aws_s3_bucket.x", message)
                                .doesNotContain("hunter2"));
    }

    @Test
    void shouldTakeUtf8WithOrWithoutAMarkAndNameAnotherEncoding() {
        String text = "{\"version\":4,\"serial\":9,\"lineage\":\"l\",\"resources\":[]}";
        assertThat(((Read) reader.read(text.getBytes(StandardCharsets.UTF_8))).serial())
                .isEqualTo(9);
        assertThat(((Read) reader.read(("\ufeff" + text).getBytes(StandardCharsets.UTF_8))).serial())
                .isEqualTo(9);
        for (Charset other : List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            assertThat(reader.read(text.getBytes(other)))
                    .as(other.name())
                    .isInstanceOfSatisfying(Refused.class, refused -> {
                        assertThat(refused.reason()).isEqualTo(Reason.NOT_UTF_8);
                        assertThat(refused.message()).contains("UTF-16", "expected: UTF-8");
                    });
        }
        byte[] latin = text.replace("\"l\"", "\"\u00e9\"").getBytes(StandardCharsets.ISO_8859_1);
        assertThat(reader.read(latin)).isInstanceOf(Refused.class);
        assertThat(reader.read(new byte[0]))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isEqualTo(Reason.NOT_JSON));
    }

    @Test
    void shouldReadAnEmptyState() {
        assertThat(reader.read("{\"version\":4,\"serial\":1,\"lineage\":\"l\",\"resources\":[]}"))
                .isEqualTo(new Read("l", 1, List.of(), List.of()));
    }

    private static String managed(String instances) {
        return "{\"version\":4,\"resources\":[{\"mode\":\"managed\",\"type\":\"aws_s3_bucket\",\"name\":\"x\",\"provider\":"
                + "\"provider[\\\"registry.terraform.io/hashicorp/aws\\\"]\",\"instances\":[" + instances + "]}]}";
    }
}
