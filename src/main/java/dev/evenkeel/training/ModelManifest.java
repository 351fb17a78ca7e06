package dev.evenkeel.training;

import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.data.FittedPreprocessing;
import dev.evenkeel.training.network.NativeFile;
import dev.evenkeel.training.plan.OutputMeaning;
import dev.evenkeel.training.plan.layers.LayerShape;
import dev.evenkeel.training.spec.NetworkSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything needed to use and to trust a trained model, written as {@code model.json} beside its
 * artifacts.
 *
 * <p>{@code model.onnx} takes {@code input}: raw values, categories as indices, words as ids of the
 * vocabulary; preprocessing is inside. It is double [B, columns] for a table, double [B, steps,
 * columns] for sequences and windows, float [B, height, width, channels] for images. Where lengths
 * of sequences differ it takes {@code lengths} as well; what lies behind an end is not looked at.
 * It answers {@code output}: float [B, units] activations, or double [B, targets] in the user's
 * units.
 *
 * @param network the layers as they were asked for, all defaults filled in
 * @param output how to tell a class from the outputs
 * @param parametersSha256 SHA-256 of the flat float parameters, little-endian
 * @param probeInputs up to 8 raw examples [probes][positions · columns], always finite; none where
 *     rounding alone changes every answer
 * @param probeOutputs what the network answered to them where it was trained, [probes][outputs]
 * @param nativeFile what its provider wrote to train it further from; null where it wrote nothing
 * @param provenance seed, library versions, kernel and device that the bits depend on
 */
public record ModelManifest(
    DatasetSchema schema,
    FittedPreprocessing preprocessing,
    NetworkSpec network,
    List<LayerShape> layers,
    OutputMeaning output,
    long parameters,
    String parametersSha256,
    double[][] probeInputs,
    double[][] probeOutputs,
    @Nullable NativeFile nativeFile,
    Map<String, String> provenance) {

  public static final String FILE = "model.json";
  public static final String ONNX_FILE = "model.onnx";
  public static final String ONNX_INPUT = "input";
  public static final String ONNX_OUTPUT = "output";

  /** How many steps of each sequence count, int64 [B]; only where lengths differ. */
  public static final String ONNX_LENGTHS = "lengths";
}
