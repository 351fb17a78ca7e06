package dev.evenkeel;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.evenkeel.testing.EvenkeelProcess;
import dev.evenkeel.testing.NativeTest;
import dev.evenkeel.testing.ProcessTest;
import dev.evenkeel.testing.ServerTest;
import dev.evenkeel.testing.TestPostgres;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.springframework.boot.test.context.SpringBootTest;

/**
 * What is slow is not in the fast ring: a test that loads Deeplearning4j, starts a server or starts
 * processes, itself or by a class beside it, says so in an annotation.
 */
@AnalyzeClasses(packages = "dev.evenkeel")
class TestRingsTest {

  @ArchTest
  static final ArchRule aTestWithDeeplearning4jIsANativeTest =
      classes()
          .that(areTests())
          .and(
              reach(
                  "Deeplearning4j",
                  type ->
                      type.getPackageName().startsWith("org.nd4j.linalg")
                          || type.getPackageName().startsWith("org.deeplearning4j")))
          .should()
          .beAnnotatedWith(NativeTest.class)
          .orShould()
          .beAnnotatedWith(ServerTest.class);

  @ArchTest
  static final ArchRule aTestWithADatabaseOrProcessesSaysSo =
      classes()
          .that(areTests())
          .and(
              reach(
                  "a process",
                  type ->
                      type.isEquivalentTo(TestPostgres.class)
                          || type.isEquivalentTo(EvenkeelProcess.class)
                          || type.getPackageName().startsWith("dev.evenkeel.worker")
                              && type.getSimpleName().equals("Engine")))
          .should()
          .beAnnotatedWith(ProcessTest.class)
          .orShould()
          .beAnnotatedWith(ServerTest.class);

  @ArchTest
  static final ArchRule aServerIsStartedByItsOneAnnotation =
      noClasses()
          .that()
          .areNotAnnotations()
          .should()
          .beAnnotatedWith(SpringBootTest.class)
          .because("@ServerTest has the tag");

  private static DescribedPredicate<JavaClass> areTests() {
    return describe(
        "are tests",
        type ->
            type.getMethods().stream()
                .anyMatch(
                    method ->
                        method.isAnnotatedWith(Test.class)
                            || method.isAnnotatedWith(ParameterizedTest.class)
                            || method.isAnnotatedWith(TestFactory.class)));
  }

  /** Whether a class uses such a one, or a class of the tests or of the adapter that does. */
  private static DescribedPredicate<JavaClass> reach(String what, Predicate<JavaClass> slow) {
    return describe("reach " + what, type -> reaches(type, slow));
  }

  private static boolean reaches(JavaClass test, Predicate<JavaClass> slow) {
    Set<JavaClass> seen = new HashSet<>(Set.of(test));
    Deque<JavaClass> toLookAt = new ArrayDeque<>(seen);
    while (!toLookAt.isEmpty()) {
      for (Dependency use : toLookAt.pop().getDirectDependenciesFromSelf()) {
        JavaClass used = use.getTargetClass().getBaseComponentType();
        if (slow.test(used)) {
          return true;
        }
        if (isOnTheWay(used) && seen.add(used)) {
          toLookAt.push(used);
        }
      }
    }
    return false;
  }

  private static boolean isOnTheWay(JavaClass type) {
    return type.getPackageName().equals("dev.evenkeel.training.dl4j")
        || type.getSource()
            .map(source -> source.getUri().toString().contains("/test-classes/"))
            .orElse(false);
  }
}
