package io.driftgate.correlator.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyComparisonTest {

    private final DriftComparer comparer = DriftComparer.shipped();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'Statement':[{'Effect':'Allow','Action':['a:B','a:C'],'Resource':'*'}]}"
                        + " | { 'Statement': {'Resource':['*'],'Action':['A:c','a:b'],'Effect':'Allow'} }",
                "{'Version':'2012-10-17','Statement':[{'Sid':'1','Action':'a:B'},{'Sid':'2','Action':'a:C'}]}"
                        + " | {'Version':'2012-10-17','Statement':[{'Sid':'2','Action':['a:C']},{'Sid':'1','Action':['a:B']}]}",
                "{'Version':'2008-10-17','Statement':[{'Action':'a:B'}]} | {'Statement':[{'Sid':'','Action':'a:B'}],'Id':''}",
                "{'Statement':[{'Principal':{'AWS':'arn:aws:iam::123456789012:root'}}]}"
                        + " | {'Statement':[{'Principal':{'AWS':['123456789012']}}]}",
                "{'Statement':[{'Principal':'*'}]} | {'Statement':[{'Principal':{'AWS':'*'}}]}",
                "{'Statement':[{'Condition':{'Bool':{'aws:SecureTransport':true}}}]}"
                        + " | {'Statement':[{'Condition':{'Bool':{'AWS:securetransport':['true']}}}]}",
                "{'Statement':[{'Resource':['a','b','a']}]} | {'Statement':[{'Resource':['b','a']}]}",
                "{'list':[1,2],'b':{'c':null}} | { 'b' : {}, 'list' : [1,2] }"
            })
    void shouldTakeForTheSame(String declared, String live) {
        assertThat(compare(declared, live)).isEqualTo(new Comparison(List.of(), List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'Statement':[{'Effect':'Allow','Action':'a:B'}]} | {'Statement':[{'Effect':'Deny','Action':'a:B'}]}",
                "{'Statement':[{'Action':'a:B'}]}     | {'Statement':[{'Action':['a:B','*']}]}",
                "{'Statement':[{'Action':'a:B'}]}     | {'Statement':[{'NotAction':'a:B'}]}",
                "{'Statement':[{'Resource':'arn:A'}]} | {'Statement':[{'Resource':'arn:a'}]}",
                "{'Statement':[{'Principal':{'AWS':'1'}}]} | {'Statement':[{'Principal':{'Service':'1'}}]}",
                "{'Statement':[{'Principal':'*'}]}    | {'Statement':[{'Principal':{'Federated':'*'}}]}",
                "{'Statement':[{'Action':'a:B'}]}     | {'Statement':[{'Action':'a:B'},{'Action':'a:C'}]}",
                "{'Statement':[{'Action':'a:B'}]}     | {'Version':'2012-10-17','Statement':[{'Action':'a:B'}]}",
                "{'Statement':[{'Condition':{'StringEquals':{'a:b':'x'}}}]}"
                        + " | {'Statement':[{'Condition':{'StringLike':{'a:b':'x'}}}]}",
                "{'Statement':[{'Condition':{'StringEquals':{'a:b':'x'}}}]} | {'Statement':[{}]}",
                "{'Statement':[{'Action':'a:B'}]}     | {}",
                "{'Statement':'odd'}                  | {'Statement':'other'}",
                "{'list':[1,2]}                       | {'list':[1,3]}",
                "{'a':1}                              | {'a':1,'b':2}",
                "{'a':1,'b':2}                        | {'a':1}",
                "{'a':1}                              | {'a':1} trailing",
                "{'a':1}                              | [1]"
            })
    void shouldFindTheDifferenceAtTheWholeText(String declared, String live) {
        assertThat(compare(declared, live).differences())
                .singleElement()
                .satisfies(difference -> assertThat(difference.path()).isEqualTo("policy"));
        assertThat(compare(declared, live).unknownPaths()).isEmpty();
    }

    private Comparison compare(String declared, String live) {
        return comparer.compare("aws_iam_role_policy", policy(declared), policy(live));
    }

    private static JsonNode policy(String text) {
        return JsonNodeFactory.instance.objectNode().put("policy", text.replace('\'', '"'));
    }
}
