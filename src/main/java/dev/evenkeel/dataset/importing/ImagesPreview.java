package dev.evenkeel.dataset.importing;

import dev.evenkeel.dataset.archive.ZipArchive;
import dev.evenkeel.dataset.cells.DatasetSettings;
import dev.evenkeel.dataset.profile.StoredDataset;
import dev.evenkeel.dataset.spec.FileFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows of a zip of images which file is which class, as many of each class as there is room. */
final class ImagesPreview {

  private static final String FILE = "file";

  private ImagesPreview() {}

  static DatasetPreview of(
      StoredDataset dataset, Path file, FileFormat.Images format, int rows, DatasetSettings limits)
      throws IOException {
    Map<String, List<String>> images;
    try (ZipArchive zip = ZipArchive.open(file, limits)) {
      images = ImageFolders.of(zip, format.root(), limits).images();
    }
    List<Map<String, @Nullable Object>> shown = new ArrayList<>();
    for (int i = 0; shown.size() < rows && shown.size() < dataset.examples(); i++) {
      for (Map.Entry<String, List<String>> label : images.entrySet()) {
        if (i < label.getValue().size() && shown.size() < rows) {
          Map<String, @Nullable Object> row = new LinkedHashMap<>();
          row.put(FILE, label.getValue().get(i));
          row.put(ImagesImport.TARGET, label.getKey());
          shown.add(row);
        }
      }
    }
    return new DatasetPreview(dataset.id(), List.of(FILE, ImagesImport.TARGET), shown);
  }
}
