package dev.evenkeel;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.evenkeel.storage.BlobStore;
import dev.evenkeel.storage.DataDirectory;
import jakarta.persistence.Entity;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.web.bind.annotation.RestController;

/** The architecture of docs/architecture.md, held to the code. */
@AnalyzeClasses(packages = "dev.evenkeel", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  /** ND4J brings messages of ONNX with it, {@code onnx..}, which are not those that we write. */
  private static final String[] DEEPLEARNING4J = {
    "org.deeplearning4j..", "org.nd4j..", "org.bytedeco..", "onnx.."
  };

  /** The table of packages is the allow-list: no import is missing there, none is there in vain. */
  @ArchTest
  static void packagesImportWhatTheirPageSays(JavaClasses classes) throws IOException {
    Set<String> found = new TreeSet<>();
    for (JavaClass type : classes) {
      String here = PackageTable.shortened(type);
      found.add(here);
      type.getDirectDependenciesFromSelf().stream()
          .map(dependency -> dependency.getTargetClass().getBaseComponentType())
          .filter(PackageTable::isOurs)
          .map(PackageTable::shortened)
          .filter(there -> !there.equals(here))
          .forEach(there -> found.add(PackageTable.row(here, there)));
    }

    assertThat(PackageTable.read()).containsExactlyInAnyOrderElementsOf(found);
  }

  @ArchTest
  static final ArchRule packagesFormNoCycle =
      slices().matching("dev.evenkeel.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule stabilityKnowsNumbersOnly =
      classes()
          .that()
          .resideInAPackage("dev.evenkeel.training.stability..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "dev.evenkeel.training.stability..", "org.jspecify..");

  @ArchTest
  static final ArchRule trainingAndTheEngineArePlainJava =
      noClasses()
          .that()
          .resideInAnyPackage("dev.evenkeel.training..", "dev.evenkeel.engine..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.springframework..", "jakarta..", "org.hibernate..");

  @ArchTest
  static final ArchRule deeplearning4jAppearsInItsAdapterOnly =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.evenkeel.training.dl4j..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(DEEPLEARNING4J);

  @ArchTest
  static final ArchRule theEngineDrawsNothing =
      noClasses()
          .that()
          .resideInAnyPackage("dev.evenkeel.training..", "dev.evenkeel.engine..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.awt..", "javax.imageio..");

  @ArchTest
  static final ArchRule controllersAnswerWithRecordsNotEntities =
      methods()
          .that()
          .areDeclaredInClassesThat()
          .areAnnotatedWith(RestController.class)
          .should()
          .notHaveRawReturnType(
              DescribedPredicate.describe("an entity", type -> type.isAnnotatedWith(Entity.class)));

  @ArchTest
  static final ArchRule onnxIsWrittenInOnePlaceByMessagesOfItsOwn =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.evenkeel.training.onnx..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("ai.onnx.proto..", "com.google.protobuf..");

  /** Blobs may lie elsewhere one day: whoever wants files of them leases them. */
  @ArchTest
  static final ArchRule blobsAreFilesOnlyWhileTheyAreLeased =
      methods()
          .that()
          .areDeclaredIn(BlobStore.class)
          .and()
          .doNotHaveName("newWorkFolder")
          .should()
          .notHaveRawReturnType(
              DescribedPredicate.describe(
                  "a file",
                  type -> type.isAssignableTo(Path.class) || type.isAssignableTo(File.class)));

  @ArchTest
  static final ArchRule onlyItsStoreLooksForBlobsInTheDataDirectory =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.evenkeel.storage..", "dev.evenkeel.postgres..", "dev.evenkeel.worker..")
          .and()
          .doNotHaveSimpleName("OnnxRuntime")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(DataDirectory.class);
}
