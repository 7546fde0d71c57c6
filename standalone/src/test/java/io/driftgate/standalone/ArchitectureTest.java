package io.driftgate.standalone;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.driftgate.schemas.topic.Topic;
import io.driftgate.schemas.topic.TopicCatalogue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of the house that a compiler does not know. */
class ArchitectureTest {

    private static final Path ROOT = Path.of(System.getProperty("driftgate.root", ".."));

    private static final JavaClasses DRIFTGATE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.driftgate");

    @Test
    void shouldSeeEveryModule() {
        Set<String> modules = DRIFTGATE.stream()
                .map(type -> type.getPackageName().split("\\.")[2])
                .collect(Collectors.toSet());
        assertThat(modules)
                .containsExactlyInAnyOrder(
                        "collectors", "correlator", "embedded", "kit", "proxy", "schemas", "sinks", "standalone");
    }

    @Test
    void shouldPointAllArrowsOneWay() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("io.driftgate..")
                .layer("schemas")
                .definedBy("io.driftgate.schemas..")
                .layer("kit")
                .definedBy("io.driftgate.kit..")
                .layer("proxy")
                .definedBy("io.driftgate.proxy..")
                .layer("collectors")
                .definedBy("io.driftgate.collectors..")
                .layer("correlator")
                .definedBy("io.driftgate.correlator..")
                .layer("sinks")
                .definedBy("io.driftgate.sinks..")
                .layer("embedded")
                .definedBy("io.driftgate.embedded..")
                .layer("standalone")
                .definedBy("io.driftgate.standalone..")
                .whereLayer("schemas")
                .mayNotAccessAnyLayer()
                .whereLayer("kit")
                .mayOnlyAccessLayers("schemas")
                .whereLayer("proxy")
                .mayOnlyAccessLayers("schemas", "kit")
                .whereLayer("collectors")
                .mayOnlyAccessLayers("schemas", "kit")
                .whereLayer("correlator")
                .mayOnlyAccessLayers("schemas", "kit")
                .whereLayer("sinks")
                .mayOnlyAccessLayers("schemas", "kit")
                .whereLayer("embedded")
                .mayNotAccessAnyLayer()
                .whereLayer("standalone")
                .mayNotBeAccessedByAnyLayer()
                .check(DRIFTGATE);
    }

    /** What decides takes values and gives values: it could run anywhere, and a test needs no server for it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.driftgate.collectors.declared..",
                "io.driftgate.collectors.changes..",
                "io.driftgate.collectors.live..",
                "io.driftgate.collectors.redact..",
                "io.driftgate.correlator.assemble..",
                "io.driftgate.correlator.compare..",
                "io.driftgate.correlator.exposure..",
                "io.driftgate.correlator.attribution..",
                "io.driftgate.correlator.drift..",
                "io.driftgate.correlator.guard..",
                "io.driftgate.correlator.alert..",
                "io.driftgate.proxy.canonical..",
                "io.driftgate.proxy.edge..",
                "io.driftgate.proxy.identity..",
                "io.driftgate.proxy.authorization..",
                "io.driftgate.proxy.revocation..",
                "io.driftgate.proxy.guard..",
                "io.driftgate.proxy.admit..",
                "io.driftgate.proxy.refusal..",
                "io.driftgate.sinks.route..",
                "io.driftgate.sinks.dedupe..",
                "io.driftgate.sinks.render.."
            })
    void shouldKeepDecidersFreeOfTheWorldOutside(String deciders) {
        classes()
                .that()
                .resideInAPackage(deciders)
                .should(DependOnNothingOutside.RULE)
                .check(DRIFTGATE);
    }

    /** What reads a topic or answers a request is an adapter; what decides beside it is not. */
    @Test
    void shouldKeepWhatDecidesBesideAdaptersFreeOfTheWorldOutside() {
        classes()
                .that()
                .resideInAPackage("io.driftgate.proxy.feedback..")
                .and(DependOnNothingOutside.topLevelNameNotEndingWith("Feed"))
                .and(DependOnNothingOutside.topLevelNameNotEndingWith("Deserializer"))
                .should(DependOnNothingOutside.RULE)
                .check(DRIFTGATE);
        classes()
                .that()
                .resideInAPackage("io.driftgate.proxy.breakglass..")
                .and(DependOnNothingOutside.topLevelNameNotEndingWith("Handler"))
                .should(DependOnNothingOutside.RULE)
                .check(DRIFTGATE);
    }

    @Test
    void shouldNotUseClassesWhoseNamesSayNothing() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.driftgate.schemas.events..")
                .should()
                .haveNameMatching(".*(Manager|Helper|Utils?|Impl|Common)")
                .check(DRIFTGATE);
    }

    @Test
    void shouldMarkEveryPackageAndSayWhatItReadsDoesAndWrites() throws IOException {
        List<String> unmarked = new ArrayList<>();
        for (JavaPackage each : DRIFTGATE.getDefaultPackage().getSubpackagesInTree()) {
            boolean ours = each.getName().startsWith("io.driftgate.")
                    && !each.getName().equals("io.driftgate.schemas.events")
                    && !each.getClasses().isEmpty();
            if (ours && !each.isAnnotatedWith(NullMarked.class)) {
                unmarked.add(each.getName());
            }
        }
        assertThat(unmarked).isEmpty();
        assertThat(sources("src/main/java"))
                .filteredOn(file -> file.endsWith("package-info.java"))
                .isNotEmpty()
                .allSatisfy(file -> assertThat(file)
                        .content()
                        .contains(" * Reads: ")
                        .contains(" * Does: ")
                        .contains(" * Writes: "));
    }

    /** A name that is spelt twice is one day spelt in two ways. */
    @Test
    void shouldSpellTopicNamesInTheCatalogueOnly() throws IOException {
        String names = TopicCatalogue.topics().stream()
                .map(Topic::name)
                // One that is an ordinary word too: of the drift topic only the constant's user can be meant.
                .filter(name -> name.contains("-"))
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
        // Threads and parts of a life cycle may be called as the topic that they serve: nobody finds a topic by that.
        Pattern quoted = Pattern.compile("(?<!(?:[.]name|lifecycle[.]add)[(]\\s{0,60})\"(" + names + ")\"");
        List<String> spelt = new ArrayList<>();
        for (Path file : sources("src/main/java")) {
            Matcher found = quoted.matcher(Files.readString(file));
            if (!file.endsWith("TopicCatalogue.java") && found.find()) {
                spelt.add(file.getFileName() + ": " + found.group());
            }
        }
        assertThat(spelt).isEmpty();
    }

    private static List<Path> sources(String under) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path module : modules.toList()) {
                Path folder = module.resolve(under);
                if (Files.isDirectory(folder)) {
                    files.addAll(javaFiles(folder));
                }
            }
        }
        assertThat(files).as("sources under " + ROOT.toAbsolutePath()).hasSizeGreaterThan(20);
        return files;
    }

    private static List<Path> javaFiles(Path folder) {
        try (Stream<Path> tree = Files.walk(folder)) {
            return tree.filter(file -> file.toString().endsWith(".java")).toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
