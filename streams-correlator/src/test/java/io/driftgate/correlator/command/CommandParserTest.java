package io.driftgate.correlator.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.correlator.command.CommandParser.Bad;
import io.driftgate.correlator.command.CommandParser.Good;
import io.driftgate.schemas.events.CommandKind;
import io.driftgate.schemas.events.GuardAction;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandParserTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String KEY = "aws/1/eu-west-1/ec2/sg-0abc#aws_security_group";

    @Test
    void shouldReadAnAcceptance() {
        CommandDraft draft = good("{'kind':'ACCEPT_DRIFT','target':'" + KEY
                + "','reason':' the office moves ','until':'2026-04-01T02:00:00.1239+02:00','guard_action':null}");

        assertThat(draft)
                .isEqualTo(new CommandDraft(
                        CommandKind.ACCEPT_DRIFT,
                        KEY,
                        "the office moves",
                        Optional.of(Instant.parse("2026-04-01T00:00:00.123Z")),
                        Optional.empty()));
    }

    @Test
    void shouldReadAGuard() {
        CommandDraft draft = good("{'kind':'SET_GUARD','target':'edge/orders','reason':'we are attacked',"
                + "'until':'2026-03-01T13:00:00Z','guard_action':'READ_ONLY'}");

        assertThat(draft.guardAction()).contains(GuardAction.READ_ONLY);
    }

    @Test
    void shouldReadWhatHasNoEnd() {
        assertThat(good("{'kind':'RELEASE_GUARD','target':'edge/orders','reason':'looked at','until':null}")
                        .until())
                .isEmpty();
        assertThat(good("{'kind':'BASELINE_SCOPE','target':'live:file:lab','reason':'looked at'}")
                        .until())
                .isEmpty();
        assertThat(good("{'kind':'REVOKE_CREDENTIAL','target':'4f8c-11','reason':'it leaked'}")
                        .until())
                .isEmpty();
        assertThat(
                        good("{'kind':'REVOKE_CREDENTIAL','target':'4f8c-11','reason':'it leaked','until':'2027-03-01T00:00:00Z'}")
                                .until())
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "                                                                       | the body: found nothing",
                "{                                                                      | the body: ",
                "[]                                                                     | the body is no object",
                "{'kind':'RESCAN_SCOPE','kind':'RESCAN_SCOPE'}                          | the body: ",
                "{'kinds':'RESCAN_SCOPE'}                                                | 'kinds' is not known (did you mean kind?)",
                "{'operator':'jwt:x/root'}                                              | 'operator' is not known (expected: kind, target",
                "{'kind':'FORMAT'}                                                      | kind (expected: one of BASELINE_SCOPE, ACCEPT_DRIFT",
                "{'kind':'NOTHING'}                                                     | kind (expected: one of",
                "{'kind':7}                                                             | kind (expected: one of",
                "{'kind':'rescan_scope'}                                                | kind (expected: one of",
                "{'kind':'RESCAN_SCOPE'}                                                | target is missing",
                "{'kind':'RESCAN_SCOPE','target':['live:file:lab']}                     | target is no text",
                "{'kind':'RESCAN_SCOPE','target':'lab','reason':'why not'}              | target (expected: a scope",
                "{'kind':'RESCAN_SCOPE','target':'live:file:lab'}                       | reason is missing",
                "{'kind':'RESCAN_SCOPE','target':'live:file:lab','reason':' no '}       | reason (expected: 3 to 500",
                "{'kind':'RESCAN_SCOPE','target':'live:file:lab','reason':'a\\nb c'}    | reason (expected: 3 to 500",
                "{'kind':'RESCAN_SCOPE','target':'live:file:lab','reason':'a\\u202eb c'}| reason (expected: 3 to 500",
                "{'kind':'RESCAN_SCOPE','target':'live:file:lab','reason':'why','until':'2026-04-01T00:00:00Z'} | until (expected: none",
                "{'kind':'RESCAN_SCOPE','target':'live:file:lab','reason':'why','guard_action':'BLOCK'} | guard_action (expected: none",
                "{'kind':'ACCEPT_DRIFT','target':'d-7k2mq4xw','reason':'why','until':'2026-04-01T00:00:00Z'} | target (expected: a resource key",
                "{'kind':'ACCEPT_DRIFT','target':'a/b/c/d/e#f','reason':'why'}          | until is missing",
                "{'kind':'ACCEPT_DRIFT','target':'a/b/c/d/e#f','reason':'why','until':'tomorrow'} | until (expected: a time in RFC 3339",
                "{'kind':'ACCEPT_DRIFT','target':'a/b/c/d/e#f','reason':'why','until':1777000000000} | until (expected: a time in RFC 3339",
                "{'kind':'ACCEPT_DRIFT','target':'a/b/c/d/e#f','reason':'why','until':'2026-03-01T12:00:00Z'} | until (expected: a time to come",
                "{'kind':'ACCEPT_DRIFT','target':'a/b/c/d/e#f','reason':'why','until':'2027-03-03T00:00:00Z'} | within 366 days",
                "{'kind':'SET_GUARD','target':'edge/orders','reason':'why','until':'2026-03-02T00:00:00Z'} | guard_action is missing",
                "{'kind':'SET_GUARD','target':'edge/orders','reason':'why','guard_action':'BLOCK'} | until is missing",
                "{'kind':'SET_GUARD','target':'edge/orders','reason':'why','guard_action':'NONE','until':'2026-03-02T00:00:00Z'} | guard_action (expected: one of OBSERVE",
                "{'kind':'SET_GUARD','target':'edge/orders','reason':'why','guard_action':'BLOCK','until':'2026-03-08T12:00:01Z'} | within 7 days",
                "{'kind':'SET_GUARD','target':'edge','reason':'why','guard_action':'BLOCK','until':'2026-03-02T00:00:00Z'} | target (expected: gateway/route)",
                "{'kind':'RELEASE_GUARD','target':'edge/orders/edge-1','reason':'why'}   | target (expected: gateway/route)",
                "{'kind':'REVOKE_CREDENTIAL','target':'a b','reason':'why'}             | target (expected: the credential's public id",
                "{'kind':'REVOKE_CREDENTIAL','target':'','reason':'why'}                | target (expected: the credential's public id",
                "{'kind':'REVOKE_CREDENTIAL','target':'eyJhbGc.eyJz.c2ln','reason':'why'}| never the credential itself",
            })
    void shouldRefuseWhatItDoesNotUnderstand(String body, String problem) {
        assertThat(bad(body == null ? "" : body).problems())
                .anySatisfy(said -> assertThat(said).contains(problem));
    }

    @Test
    void shouldTellAllThatIsWrongAtOnceAndRepeatNoValue() {
        Bad refused = bad(
                "{'kind':'s3cret','target':'s3cret','reason':'s3cret\\u0007','until':'s3cret','guard_action':'s3cret','x':1}");

        assertThat(refused.problems())
                .hasSize(5)
                .noneSatisfy(said -> assertThat(said).contains("s3cret"));
    }

    private static CommandDraft good(String json) {
        CommandParser.Parsed parsed = CommandParser.parse(json.replace('\'', '"'), NOW);
        assertThat(parsed).isInstanceOf(Good.class);
        return ((Good) parsed).draft();
    }

    private static Bad bad(String json) {
        CommandParser.Parsed parsed = CommandParser.parse(json.replace('\'', '"'), NOW);
        assertThat(parsed).isInstanceOf(Bad.class);
        return (Bad) parsed;
    }
}
