package chargerunner;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Calendar;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.modulith.core.ApplicationModules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds the walls between the packages. A wall that is in the way is moved here first,
 * with its reason in the commit.
 */
class ArchitectureTests {

	private static final String ROOT = "chargerunner";

	/** Every package, and what it may import of the others. */
	private static final Map<String, Set<String>> ARROWS = arrows();

	/**
	 * All that the domain needs: values, collections, dates, digests, locks; Path as the
	 * name of a file, not to open one.
	 */
	private static final DescribedPredicate<JavaClass> DOMAIN_VOCABULARY = JavaClass.Predicates
		.resideInAnyPackage("chargerunner.charge..", "java.lang..", "java.math..", "java.nio.charset..",
				"java.security..", "java.text..", "java.time..", "java.util", "java.util.concurrent..",
				"java.util.function..", "java.util.regex..", "java.util.stream..", "org.jspecify..", "org.slf4j..")
		.or(JavaClass.Predicates.equivalentTo(Path.class));

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages(ROOT);

	private static final DescribedPredicate<JavaAccess<?>> READS_THE_TIME_WITHOUT_A_CLOCK = DescribedPredicate
		.describe("reads the time without a Clock", (access) -> readsTheTimeWithoutAClock(access.getTarget()));

	private static Map<String, Set<String>> arrows() {
		Map<String, Set<String>> arrows = new LinkedHashMap<>();
		arrows.put("charge", Set.of());
		arrows.put("subscription", Set.of("charge"));
		arrows.put("intake", Set.of("charge", "subscription"));
		arrows.put("report", Set.of("charge"));
		arrows.put("ledger", Set.of("charge"));
		arrows.put("gateway", Set.of("charge"));
		// What is agreed to keeps the rules of a row of a file from the beginning.
		arrows.put("issuance", Set.of("charge", "subscription", "gateway", "intake"));
		arrows.put("sandbox", Set.of());
		arrows.put("job", Set.of("charge", "subscription", "intake", "report", "ledger", "gateway"));
		arrows.put("cli", Set.of("charge", "subscription", "intake", "report", "ledger", "gateway", "issuance",
				"sandbox", "job"));
		return arrows;
	}

	@Test
	void modulesAreFreeOfCyclesAndUseOnlyWhatOthersExpose() {
		ApplicationModules.of(ROOT).verify();
	}

	@Test
	void everyPackageIsInThePicture() {
		assertThat(CLASSES.stream().map(ArchitectureTests::packageOf).filter((name) -> !name.isEmpty()).distinct())
			.isSubsetOf(ARROWS.keySet());
	}

	@ParameterizedTest
	@MethodSource("packages")
	void importsFollowTheArrows(String name) {
		String[] forbidden = ARROWS.keySet()
			.stream()
			.filter((other) -> !other.equals(name) && !ARROWS.get(name).contains(other))
			.map((other) -> ROOT + "." + other + "..")
			.toArray(String[]::new);

		noClasses().that()
			.resideInAPackage(ROOT + "." + name + "..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage(forbidden)
			.orShould()
			.dependOnClassesThat()
			.resideInAPackage(ROOT)
			.allowEmptyShould(true)
			.check(CLASSES);
	}

	static Stream<String> packages() {
		return ARROWS.keySet().stream();
	}

	@Test
	void domainKnowsNoFrameworkAndDoesNoInputOrOutput() {
		noClasses().that()
			.resideInAPackage("chargerunner.charge..")
			.should()
			.dependOnClassesThat(DescribedPredicate.not(DOMAIN_VOCABULARY))
			.check(CLASSES);
	}

	@Test
	void ledgerHasNothingOfHttp() {
		noClasses().that()
			.resideInAPackage("chargerunner.ledger..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.web..", "org.springframework.http..", "org.apache.hc..",
					"java.net.http..")
			.allowEmptyShould(true)
			.check(CLASSES);
	}

	@Test
	void gatewayHasNothingOfTheDatabase() {
		noClasses().that()
			.resideInAPackage("chargerunner.gateway..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("java.sql..", "javax.sql..", "org.springframework.jdbc..",
					"org.springframework.transaction..", "org.springframework.batch..", "org.flywaydb..", "com.mysql..",
					"com.zaxxer..", "org.h2..")
			.allowEmptyShould(true)
			.check(CLASSES);
	}

	@Test
	void nobodyReadsTheTimeWithoutAClock() {
		noClasses().should().accessTargetWhere(READS_THE_TIME_WITHOUT_A_CLOCK).check(CLASSES);
	}

	private static boolean readsTheTimeWithoutAClock(AccessTarget target) {
		JavaClass owner = target.getOwner();
		return switch (target.getName()) {
			case "now" -> owner.getPackageName().startsWith("java.time") && !takesAClock(target);
			case "currentTimeMillis" -> owner.isEquivalentTo(System.class);
			case "getInstance" -> owner.isAssignableTo(Calendar.class);
			case "<init>" -> owner.isEquivalentTo(Date.class) && parameters(target).isEmpty();
			default -> false;
		};
	}

	private static boolean takesAClock(AccessTarget target) {
		return parameters(target).stream().anyMatch((type) -> type.isEquivalentTo(Clock.class));
	}

	private static List<JavaClass> parameters(AccessTarget target) {
		return (target instanceof AccessTarget.CodeUnitAccessTarget codeUnit) ? codeUnit.getRawParameterTypes()
				: List.of();
	}

	private static String packageOf(JavaClass type) {
		return Stream.of(type.getPackageName().split("\\.")).skip(1).limit(1).collect(Collectors.joining());
	}

}
