package dev.evenkeel;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.evenkeel.dataset.Datasets;
import dev.evenkeel.job.read.JobGate;
import dev.evenkeel.model.Model;
import dev.evenkeel.model.Models;
import dev.evenkeel.web.Caller;
import java.util.Set;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Nothing is read or changed by its id without saying for whom: every such route takes the caller
 * and hands it on, until a gate has it.
 */
@AnalyzeClasses(packages = "dev.evenkeel", importOptions = ImportOption.DoNotIncludeTests.class)
class EveryRouteAsksForItsCallerTest {

  /** Where a resource is looked up by its id. */
  private static final Set<Class<?>> GATES =
      Set.of(Datasets.class, JobGate.class, Model.class, Models.class);

  @ArchTest
  static final ArchRule aRouteToOneThingTakesItsCaller =
      methods()
          .that()
          .areDeclaredInClassesThat()
          .areAnnotatedWith(RestController.class)
          .and()
          .areDeclaredInClassesThat()
          // What the server says of itself is everybody's.
          .resideOutsideOfPackage("dev.evenkeel.web..")
          .and(describe("name a thing in their path", EveryRouteAsksForItsCallerTest::hasId))
          .should(
              new ArchCondition<>("take the caller") {
                @Override
                public void check(JavaMethod method, ConditionEvents events) {
                  events.add(
                      new SimpleConditionEvent(
                          method,
                          takesCaller(method),
                          method.getFullName() + " does not take the " + Caller.class.getName()));
                }
              });

  @ArchTest
  static final ArchRule whoTakesACallerAsksAGate =
      methods()
          .that(describe("take a caller", EveryRouteAsksForItsCallerTest::takesCaller))
          .and(describe("are no gates", EveryRouteAsksForItsCallerTest::isNoGate))
          .and()
          .doNotHaveModifier(JavaModifier.ABSTRACT)
          .should(
              new ArchCondition<>("hand it on") {
                @Override
                public void check(JavaMethod method, ConditionEvents events) {
                  boolean handedOn =
                      method.getMethodCallsFromSelf().stream()
                          .anyMatch(
                              call ->
                                  call.getTarget().getRawParameterTypes().stream()
                                      .anyMatch(type -> type.isEquivalentTo(Caller.class)));
                  events.add(
                      new SimpleConditionEvent(
                          method, handedOn, method.getFullName() + " asks nobody for the caller"));
                }
              });

  private static boolean hasId(JavaMethod method) {
    return method.getParameters().stream()
        .anyMatch(parameter -> parameter.isAnnotatedWith(PathVariable.class));
  }

  private static boolean isNoGate(JavaMethod method) {
    return GATES.stream().noneMatch(method.getOwner()::isEquivalentTo);
  }

  private static boolean takesCaller(JavaMethod method) {
    return method.getRawParameterTypes().stream()
        .anyMatch(type -> type.isEquivalentTo(Caller.class));
  }
}
