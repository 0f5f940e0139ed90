package io.solflow.app;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

/** Numbers and words are written the same whatever the locale of the machine: no call takes the default one. */
@AnalyzeClasses(packages = "io.solflow", importOptions = ImportOption.DoNotIncludeTests.class)
final class LocaleArchitectureTest {

    private static final Set<String> CALLS = Set.of(
            "java.lang.String.format(java.lang.String, [Ljava.lang.Object;)",
            "java.lang.String.formatted([Ljava.lang.Object;)",
            "java.lang.String.toLowerCase()",
            "java.lang.String.toUpperCase()",
            "java.io.PrintStream.printf(java.lang.String, [Ljava.lang.Object;)",
            "java.io.PrintStream.format(java.lang.String, [Ljava.lang.Object;)",
            "java.io.PrintWriter.printf(java.lang.String, [Ljava.lang.Object;)",
            "java.io.PrintWriter.format(java.lang.String, [Ljava.lang.Object;)",
            "java.io.Console.printf(java.lang.String, [Ljava.lang.Object;)",
            "java.util.Formatter.<init>()",
            "java.util.Formatter.<init>(java.lang.Appendable)",
            "java.util.Scanner.<init>(java.io.InputStream)",
            "java.util.Scanner.<init>(java.lang.String)",
            "java.text.DecimalFormat.<init>(java.lang.String)",
            "java.text.SimpleDateFormat.<init>(java.lang.String)",
            "java.text.NumberFormat.getInstance()",
            "java.text.NumberFormat.getNumberInstance()",
            "java.text.NumberFormat.getIntegerInstance()",
            "java.text.NumberFormat.getPercentInstance()",
            "java.text.MessageFormat.format(java.lang.String, [Ljava.lang.Object;)",
            "java.time.format.DateTimeFormatter.ofPattern(java.lang.String)");

    @ArchTest
    static final ArchRule NO_CALL_TAKES_THE_LOCALE_OF_THE_MACHINE = noClasses()
            .that()
            .resideOutsideOfPackage("io.solflow.ingest.proto..")
            .should()
            .callCodeUnitWhere(target(new DescribedPredicate<CodeUnitCallTarget>("takes the default locale") {
                @Override
                public boolean test(final CodeUnitCallTarget called) {
                    final String parameters = String.join(
                            ", ",
                            called.getRawParameterTypes().stream()
                                    .map(type -> type.getName())
                                    .toList());
                    return CALLS.contains(
                            called.getOwner().getName() + '.' + called.getName() + '(' + parameters + ')');
                }
            }));
}
