package dev.evenkeel;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.evenkeel.storage.BlobStore;
import dev.evenkeel.storage.DataDirectory;
import jakarta.persistence.Entity;
import java.io.File;
import java.nio.file.Path;
import org.springframework.web.bind.annotation.RestController;

/** The architecture of docs/architecture.md, held to the code. */
@AnalyzeClasses(packages = "dev.evenkeel", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  /** ND4J brings messages of ONNX with it, {@code onnx..}, which are not those that we write. */
  private static final String[] DEEPLEARNING4J = {
    "org.deeplearning4j..", "org.nd4j..", "org.bytedeco..", "onnx.."
  };

  @ArchTest
  static final ArchRule packagesFormNoCycle =
      slices().matching("dev.evenkeel.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule stabilityKnowsNumbersOnly =
      classes()
          .that()
          .resideInAPackage("dev.evenkeel.training.stability..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "dev.evenkeel.training.stability..", "org.jspecify..");

  @ArchTest
  static final ArchRule trainingIsPlainJava =
      noClasses()
          .that()
          .resideInAPackage("dev.evenkeel.training..")
          .should()
          .dependOnClassesThat(
              inAnyOf("org.springframework..", "jakarta..")
                  .or(oursOutside("dev.evenkeel.training")));

  /**
   * The loop uses checks and repairs, checks use the repairs' edits, all use networks and batches.
   */
  @ArchTest
  static final ArchRule trainingIsLayered =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("run")
          .definedBy("dev.evenkeel.training.run")
          .layer("preflight")
          .definedBy("dev.evenkeel.training.preflight")
          .layer("repairState")
          .definedBy("dev.evenkeel.training.repair")
          .layer("networks")
          .definedBy("dev.evenkeel.training")
          .whereLayer("run")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("preflight")
          .mayOnlyBeAccessedByLayers("run")
          .whereLayer("repairState")
          .mayOnlyBeAccessedByLayers("preflight", "run");

  @ArchTest
  static final ArchRule theEngineKnowsTrainingAlone =
      noClasses()
          .that()
          .resideInAPackage("dev.evenkeel.engine..")
          .should()
          .dependOnClassesThat(
              inAnyOf("org.springframework..", "jakarta..", "org.hibernate..")
                  .or(oursOutside("dev.evenkeel.training", "dev.evenkeel.engine")));

  @ArchTest
  static final ArchRule deeplearning4jAppearsInItsAdapterOnly =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.evenkeel.training.dl4j..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(DEEPLEARNING4J);

  @ArchTest
  static final ArchRule onnxIsWrittenInOnePlaceByMessagesOfItsOwn =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.evenkeel.training.onnx..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("ai.onnx.proto..", "com.google.protobuf..");

  /** It is found by its name, as any other provider of networks. */
  @ArchTest
  static final ArchRule nobodyUsesTheAdapterItself =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.evenkeel.training.dl4j..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.evenkeel.training.dl4j..");

  @ArchTest
  static final ArchRule theImageDecoderKnowsNothingOfOurs =
      noClasses()
          .that()
          .resideInAPackage("dev.evenkeel.image..")
          .should()
          .dependOnClassesThat(oursOutside("dev.evenkeel.image"));

  @ArchTest
  static final ArchRule theParquetReaderKnowsNothingOfOurs =
      noClasses()
          .that()
          .resideInAPackage("dev.evenkeel.parquet..")
          .should()
          .dependOnClassesThat(oursOutside("dev.evenkeel.parquet"));

  @ArchTest
  static final ArchRule theCsvReaderKnowsWhatACellMeansAndNothingElseOfOurs =
      noClasses()
          .that()
          .resideInAPackage("dev.evenkeel.csv..")
          .should()
          .dependOnClassesThat(oursOutside("dev.evenkeel.csv", "dev.evenkeel.training.data"));

  @ArchTest
  static final ArchRule theEngineDrawsNothing =
      noClasses()
          .that()
          .resideInAnyPackage("dev.evenkeel.training..", "dev.evenkeel.engine..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.awt..", "javax.imageio..");

  @ArchTest
  static final ArchRule jobsNeverCallWorkers =
      noClasses()
          .that()
          .resideInAPackage("dev.evenkeel.job..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.evenkeel.worker..", "dev.evenkeel.engine..");

  @ArchTest
  static final ArchRule whatIsSharedKnowsNoFeature =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.evenkeel.web..",
              "dev.evenkeel.error..",
              "dev.evenkeel.id..",
              "dev.evenkeel.storage..")
          .should()
          .dependOnClassesThat(
              oursOutside(
                  "dev.evenkeel.web",
                  "dev.evenkeel.error",
                  "dev.evenkeel.id",
                  "dev.evenkeel.storage"));

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

  @ArchTest
  static final ArchRule controllersAnswerWithRecordsNotEntities =
      methods()
          .that()
          .areDeclaredInClassesThat()
          .areAnnotatedWith(RestController.class)
          .should()
          .notHaveRawReturnType(
              DescribedPredicate.describe("an entity", type -> type.isAnnotatedWith(Entity.class)));

  private static DescribedPredicate<JavaClass> inAnyOf(String... packages) {
    return JavaClass.Predicates.resideInAnyPackage(packages);
  }

  private static DescribedPredicate<JavaClass> oursOutside(String... packages) {
    return DescribedPredicate.describe(
        "another package of ours",
        type ->
            type.getPackageName().startsWith("dev.evenkeel")
                && java.util.Arrays.stream(packages)
                    .noneMatch(name -> type.getPackageName().startsWith(name)));
  }
}
