package io.solflow.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between the modules. */
@AnalyzeClasses(packages = "io.solflow", importOptions = ImportOption.DoNotIncludeTests.class)
final class ModuleArchitectureTest {

    @ArchTest
    static final ArchRule CORE_KNOWS_NO_OTHER_MODULE = noClasses()
            .that()
            .resideInAPackage("io.solflow.core..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.solflow.ingest..", "io.solflow.persist..", "io.solflow.app..");

    @ArchTest
    static final ArchRule INGEST_KNOWS_CORE_ONLY = noClasses()
            .that()
            .resideInAPackage("io.solflow.ingest..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.solflow.persist..", "io.solflow.app..", "java.sql..", "org.sqlite..");

    @ArchTest
    static final ArchRule PERSIST_KNOWS_WHAT_TRAVELS_IN_THE_RING_ONLY = noClasses()
            .that()
            .resideInAPackage("io.solflow.persist..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.solflow.ingest..",
                    "io.solflow.app..",
                    "io.solflow.core.wire..",
                    "io.solflow.core.program..",
                    "io.solflow.core.extract..",
                    "io.solflow.core.metrics..",
                    "io.solflow.core.pipeline..",
                    "io.grpc..");

    @ArchTest
    static final ArchRule THE_SIMULATOR_KNOWS_NO_DECODER = noClasses()
            .that()
            .resideInAPackage("io.solflow.ingest.simulator..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.solflow.core.program..", "io.solflow.core.extract..", "io.solflow.core.wire..");

    @ArchTest
    static final ArchRule THE_VERIFIER_SHARES_NOTHING_WITH_THE_ENGINE = noClasses()
            .that()
            .haveSimpleName("Verifier")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.solflow.core..", "io.solflow.ingest..", "io.solflow.persist..");

    @ArchTest
    static final ArchRule WHAT_READERS_SEE_KNOWS_NO_ENGINE = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.solflow.app.json..",
                    "io.solflow.app.market..",
                    "io.solflow.app.query..",
                    "io.solflow.app.web..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.solflow.app",
                    "io.solflow.ingest..",
                    "io.solflow.core.extract..",
                    "io.solflow.core.metrics..",
                    "io.solflow.core.pipeline..",
                    "io.solflow.core.program..");
}
