package io.driftgate.schemas.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.driftgate.schemas.json.CanonicalJson;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourceTypesTest {

    private final ResourceTypes types = ResourceTypes.shipped();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "aws_security_group | sg-1 | {} | aws/111/eu-west-1/ec2/sg-1#aws_security_group",
                "aws_security_group_rule | r-1 | {\"security_group_id\":\"sg-1\"} | aws/111/eu-west-1/ec2/sg-1#aws_security_group_rule/r-1",
                "aws_s3_bucket_policy | b | {\"bucket\":\"b\"} | aws/111/global/s3/b#aws_s3_bucket_policy",
                "aws_iam_role_policy | r:p | {\"role\":\"r\",\"name\":\"p\"} | aws/111/global/iam/r#aws_iam_role_policy/p",
                "aws_sns_topic | arn:aws:sns:us-east-1:222:t | {\"arn\":\"arn:aws:sns:us-east-1:222:t\",\"name\":\"t\"} | aws/222/us-east-1/sns/t#aws_sns_topic",
                "aws_lambda_permission | s | {\"function_name\":\"arn:aws:lambda:eu-west-1:111:function:f\",\"statement_id\":\"s\"} | aws/111/eu-west-1/lambda/f#aws_lambda_permission/s",
                "aws_dynamodb_table | t | {\"arn\":\"arn:aws:dynamodb:us-east-2:333:table/t\",\"name\":\"t\"} | aws/333/us-east-2/dynamodb/t#aws_dynamodb_table",
                "aws_never_heard_of | n-1 | {} | aws/111/eu-west-1/aws_never_heard_of/n-1#aws_never_heard_of"
            })
    void shouldNameTheEntityBehindAResource(String type, String id, String attributes, String expected) {
        assertThat(types.keyOf("aws", type, "111", "eu-west-1", CanonicalJson.read(attributes), id)
                        .text())
                .isEqualTo(expected);
    }

    @Test
    void shouldKnowNoTypeWithoutAService() {
        assertThat(types.types())
                .hasSizeGreaterThan(60)
                .allSatisfy(type ->
                        assertThat(types.row(type).orElseThrow().service()).isNotEmpty());
    }

    @Test
    void shouldRefuseAResourceThatNothingNames() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> types.keyOf("aws", "aws_s3_bucket", "1", "eu", CanonicalJson.read("{}"), ""));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> types.keyOf("aws", "aws_other", "1", "eu", CanonicalJson.read("{}"), ""));
    }

    @Test
    void shouldRefuseABrokenTable() {
        assertThatIllegalArgumentException().isThrownBy(() -> ResourceTypes.of(List.of("aws_x ec2 somewhere id")));
        assertThatIllegalArgumentException().isThrownBy(() -> ResourceTypes.of(List.of("aws_x ec2")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ResourceTypes.of(List.of("aws_x ec2 global id", "aws_x ec2 global name")))
                .withMessageContaining("twice");
    }
}
