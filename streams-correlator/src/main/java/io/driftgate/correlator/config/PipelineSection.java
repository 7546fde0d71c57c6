package io.driftgate.correlator.config;

import io.driftgate.kit.config.Checked;
import io.driftgate.kit.config.Problems;
import io.driftgate.schemas.identity.Arn;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A deployment pipeline: what it changes is held until its state file follows. Whoever is listed here is trusted with that
 * delay, so an entry names one identity exactly.
 *
 * @param principals ARNs of IAM users and roles, without patterns; a role stands for all its sessions
 */
public record PipelineSection(String name, List<String> principals) implements Checked {

    private static final String EXPECTED = "the ARN of a role or user: arn:aws:iam::123456789012:role/deploy";

    public PipelineSection {
        principals = List.copyOf(principals);
    }

    @Override
    public void check(Problems problems) {
        if (principals.isEmpty()) {
            problems.at("principals").add("none", "at least one: a pipeline is known by who it is in the cloud");
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < principals.size(); i++) {
            Problems here = problems.at("principals[" + i + "]");
            String principal = principals.get(i);
            if (Arn.parse(principal).filter(arn -> arn.service().equals("sts")).isPresent()) {
                here.add("'" + principal + "', one session", "the ARN of its role: sessions count as their role");
            } else if (!namesOneIdentity(principal)) {
                here.add("'" + principal + "'", EXPECTED);
            } else if (!seen.add(principal)) {
                here.add("'" + principal + "' is there twice", "each principal once");
            }
        }
    }

    private static boolean namesOneIdentity(String principal) {
        return Arn.parse(principal)
                .filter(arn -> arn.partition().matches("aws(-[a-z]+)*"))
                .filter(arn -> arn.service().equals("iam") && arn.region().isEmpty())
                .filter(arn -> arn.account().matches("\\d{12}"))
                // The characters that IAM allows in paths and names: no pattern is among them.
                .filter(arn ->
                        arn.resource().matches("(role|user)/([\\x21-\\x29\\x2b-\\x3e\\x40-\\x7e]*/)?[\\w+=,.@-]+"))
                .isPresent();
    }
}
