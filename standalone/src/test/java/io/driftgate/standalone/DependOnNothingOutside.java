package io.driftgate.standalone;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;

/** Finds what ties a decider to a server, a broker or a cloud. */
final class DependOnNothingOutside extends ArchCondition<JavaClass> {

    static final DependOnNothingOutside RULE = new DependOnNothingOutside();

    private static final List<String> OUTSIDE = List.of(
            "org.apache.kafka.",
            "org.eclipse.jetty.",
            "org.apache.camel.",
            "software.amazon.awssdk.",
            "com.amazonaws.",
            "java.net.http.",
            "java.nio.channels.");

    private DependOnNothingOutside() {
        super("depend on no Kafka, Jetty, Camel, AWS or socket type");
    }

    /** A class counts under the name of the class that it lies in. */
    static DescribedPredicate<JavaClass> topLevelNameNotEndingWith(String end) {
        return DescribedPredicate.describe(
                "lie in no class that is called …" + end,
                type -> !type.getFullName().replaceAll("\\$.*", "").endsWith(end));
    }

    @Override
    public void check(JavaClass decider, ConditionEvents events) {
        for (Dependency dependency : decider.getDirectDependenciesFromSelf()) {
            String target = dependency.getTargetClass().getName();
            if (OUTSIDE.stream().anyMatch(target::startsWith)) {
                events.add(SimpleConditionEvent.violated(decider, dependency.getDescription()));
            }
        }
    }
}
