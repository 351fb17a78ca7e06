package dev.evenkeel.dataset.profile;

import dev.evenkeel.dataset.cells.MissingCells;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was found in the file of a dataset.
 *
 * @param inputShape as {@link dev.evenkeel.training.data.DatasetSchema#inputShape} says
 * @param classes sorted labels; empty for regression
 * @param columns all columns of the file, targets and ignored ones included; the channels of images
 * @param missingCells among features and regression targets
 */
public record DatasetProfile(
    List<@Nullable Integer> inputShape,
    List<String> classes,
    List<ColumnProfile> columns,
    List<ProfileWarning> warnings,
    MissingCells missingCells) {}
