package io.solflow.app;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.stream.Stream;

/** The arrows between the rooms of ingest, persist and app, and that neither rooms nor files stand in a circle. */
@AnalyzeClasses(packages = "io.solflow", importOptions = ImportOption.DoNotIncludeTests.class)
final class RoomArchitectureTest {

    @ArchTest
    static final ArchRule NO_CIRCLE_OF_PACKAGES =
            slices().matching("io.solflow.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NO_CIRCLE_OF_FILES =
            slices().assignedFrom(new Files()).should().beFreeOfCycles();

    @ArchTest
    static void shouldKnowOnlyTheSourcesRoomsBelow(final JavaClasses all) {
        mayKnow(all, "ingest", "source");
        mayKnow(all, "ingest", "source.connect", "source");
        mayKnow(all, "ingest", "source.slots", "source");
        mayKnow(all, "ingest", "source.stream", "source", "source.connect", "source.slots");
        mayKnow(all, "ingest", "source.probe", "source", "source.connect", "source.stream", "method");
    }

    @ArchTest
    static void shouldKnowOnlyTheStoresRoomsBelow(final JavaClasses all) {
        mayKnow(all, "persist", "status");
        mayKnow(all, "persist", "file", "status");
        mayKnow(all, "persist", "read", "file");
        mayKnow(all, "persist", "write", "file", "status");
        mayKnow(all, "persist", "upkeep", "file", "status", "write");
    }

    @ArchTest
    static void shouldKnowOnlyTheAppsRoomsBelow(final JavaClasses all) {
        mayKnow(all, "app", "terminal");
        mayKnow(all, "app", "json");
        mayKnow(all, "app", "market", "json");
        mayKnow(all, "app", "query", "json", "market");
        mayKnow(all, "app", "web", "json", "market", "query");
        mayKnow(all, "app", "config", "terminal", "web");
        mayKnow(all, "app", "health", "terminal");
        mayKnow(all, "app", "webhook", "config");
        mayKnow(all, "app", "engine", "config");
        mayKnow(all, "app", "live", "config", "engine", "health", "market", "query", "terminal", "web");
        mayKnow(all, "app", "doctor", "config", "market", "terminal", "web", "webhook");
    }

    /** Of its own module's rooms; other modules are not asked about. */
    private static void mayKnow(final JavaClasses all, final String module, final String room, final String... others) {
        final String prefix = "io.solflow." + module + ".";
        final String[] allowed = Stream.concat(Stream.of(room), Stream.of(others))
                .map(prefix::concat)
                .toArray(String[]::new);
        classes()
                .that()
                .resideInAPackage(prefix + room)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(allowed)
                        .or(resideInAPackage(prefix + "proto.."))
                        .or(JavaClass.Predicates.resideOutsideOfPackages("io.solflow." + module + "..")))
                .check(all);
    }

    /** Each source file is a slice of its own, with its nested classes; generated ones are left out. */
    private static final class Files implements SliceAssignment {

        @Override
        public SliceIdentifier getIdentifierOf(final JavaClass type) {
            final String name = type.getName();
            final int nested = name.indexOf('$');
            return name.startsWith("io.solflow.ingest.proto")
                    ? SliceIdentifier.ignore()
                    : SliceIdentifier.of(nested < 0 ? name : name.substring(0, nested));
        }

        @Override
        public String getDescription() {
            return "every file";
        }
    }
}
