package io.solflow.core;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;

/** The arrows inside core: who may know whom. */
@Tag("slow")
@AnalyzeClasses(packagesOf = ArchitectureTest.class, importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

    private static final String CORE = "io.solflow.core.";

    @ArchTest
    static final ArchRule CHAIN_KNOWS_NOBODY = mayKnow("chain");

    @ArchTest
    static final ArchRule COUNTER_KNOWS_NOBODY = mayKnow("counter");

    @ArchTest
    static final ArchRule WIRE_KNOWS_CHAIN = mayKnow("wire", "chain");

    @ArchTest
    static final ArchRule EVENT_KNOWS_CHAIN = mayKnow("event", "chain");

    @ArchTest
    static final ArchRule PROGRAM_KNOWS_NO_STAGE = mayKnow("program", "chain", "event", "wire");

    @ArchTest
    static final ArchRule EXTRACT_KNOWS_PROGRAMS = mayKnow("extract", "chain", "counter", "event", "wire", "program");

    @ArchTest
    static final ArchRule METRICS_KNOWS_EVENTS = mayKnow("metrics", "chain", "counter", "event");

    @ArchTest
    static final ArchRule PIPELINE_KNOWS_STAGES =
            mayKnow("pipeline", "chain", "counter", "event", "extract", "metrics", "signal");

    @ArchTest
    static final ArchRule SIGNAL_KNOWS_METRICS = mayKnow("signal", "chain", "event", "metrics");

    @ArchTest
    static final ArchRule ONLY_THE_PIPELINE_KNOWS_THE_RING = noClasses()
            .that()
            .resideOutsideOfPackage(CORE + "pipeline..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.lmax..");

    @ArchTest
    static final ArchRule CORE_KNOWS_NEITHER_DATABASE_NOR_NETWORK = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.sql..", "javax.sql..", "org.sqlite..", "io.grpc..", "com.google.protobuf..", "java.net..");

    @ArchTest
    static final ArchRule ONLY_THE_PIPELINE_LOOKS_AT_CLOCKS = noClasses()
            .that()
            .resideOutsideOfPackage(CORE + "pipeline..")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class);

    private static ArchRule mayKnow(final String name, final String... others) {
        final String[] allowed = Arrays.copyOf(others, others.length + 1);
        allowed[others.length] = name;
        final String[] packages =
                Arrays.stream(allowed).map(other -> CORE + other + "..").toArray(String[]::new);
        return classes()
                .that()
                .resideInAPackage(CORE + name + "..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(packages).or(resideOutsideOfPackage("io.solflow.core..")))
                .allowEmptyShould(true);
    }
}
