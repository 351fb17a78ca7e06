package dev.evenkeel.dataset;

import dev.evenkeel.csv.BadCsvException;
import dev.evenkeel.dataset.cells.DatasetSettings;
import dev.evenkeel.dataset.cells.UnreadableFile;
import dev.evenkeel.dataset.importing.DatasetFormat;
import dev.evenkeel.dataset.importing.DatasetFormats;
import dev.evenkeel.dataset.importing.DatasetImport;
import dev.evenkeel.dataset.importing.DatasetPreview;
import dev.evenkeel.dataset.profile.DatasetProfile;
import dev.evenkeel.dataset.profile.Imported;
import dev.evenkeel.dataset.profile.StoredDataset;
import dev.evenkeel.dataset.spec.DatasetSpec;
import dev.evenkeel.error.ErrorCode;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.id.Ids;
import dev.evenkeel.storage.Digest;
import dev.evenkeel.storage.LocalFiles;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.spec.SpecJson;
import dev.evenkeel.web.Caller;
import dev.evenkeel.web.Keyset;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The datasets of the server: files first, then the row; a dataset without both does not exist.
 * Thread-safe.
 */
@Service
public class Datasets {

  private final DatasetTable table;
  private final DatasetFiles files;
  private final DatasetSettings limits;
  private final TransactionOperations transactions;
  private final ObjectProvider<DatasetUsage> usages;
  private final Clock clock;

  Datasets(
      DatasetTable table,
      DatasetFiles files,
      DatasetSettings limits,
      TransactionOperations transactions,
      ObjectProvider<DatasetUsage> usages,
      Clock clock) {
    this.table = table;
    this.files = files;
    this.limits = limits;
    this.transactions = transactions;
    this.usages = usages;
    this.clock = clock;
  }

  /** Writes an upload to the disk; the caller closes it. */
  ReceivedFile receive(InputStream content) {
    Path folder = files.newWorkFolder();
    try (OutputStream out = Files.newOutputStream(ReceivedFile.in(folder))) {
      return new ReceivedFile(folder, Digest.copying(content, out));
    } catch (IOException e) {
      ReceivedFile.delete(folder);
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      ReceivedFile.delete(folder);
      throw e;
    }
  }

  /** Parses and profiles an upload and keeps it as a dataset. */
  StoredDataset create(DatasetSpec spec, ReceivedFile upload) {
    Imported imported = importFile(spec, upload);
    UUID id = Ids.next();
    StoredDataset dataset =
        new StoredDataset(
            id,
            spec,
            imported.profile(),
            upload.digest().bytes(),
            upload.digest().sha256(),
            imported.schema().examples(),
            clock.instant().truncatedTo(ChronoUnit.MICROS));
    try {
      files.adopt(id, upload.path(), upload.folder());
      table.insert(dataset);
      return dataset;
    } catch (RuntimeException e) {
      files.delete(id);
      throw e;
    }
  }

  private Imported importFile(DatasetSpec spec, ReceivedFile upload) {
    try {
      DatasetImport importing = DatasetFormats.of(spec.format()).importing(spec, limits);
      Imported imported = importing.run(upload.path(), upload.folder());
      SpecJson.mapper().writeValue(upload.folder().resolve(DatasetSchema.FILE), imported.schema());
      return imported;
    } catch (BadCsvException e) {
      throw UnreadableFile.of(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a job needs to know of a dataset. */
  public Optional<DatasetDescription> find(UUID id, Caller caller) {
    return table.find(id).map(this::description);
  }

  /**
   * Finds a dataset and keeps it from being deleted until the caller's transaction ends; by then
   * the caller must have written what {@link DatasetUsage} looks at.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public Optional<DatasetDescription> lockForUse(UUID id) {
    return table.findForUse(id).map(this::description);
  }

  /** What was found in the file. */
  public Optional<DatasetProfile> profile(UUID id) {
    return table.find(id).map(StoredDataset::profile);
  }

  private DatasetDescription description(StoredDataset dataset) {
    DatasetSchema schema = files.schema(dataset.id());
    return new DatasetDescription(
        dataset.id(),
        dataset.spec().name(),
        dataset.sha256(),
        schema,
        dataset.profile().missingCells());
  }

  /** The digest of a dataset's file. */
  public Optional<String> sha256(UUID id) {
    return table.sha256(id);
  }

  /** The dataset, where the caller may see it; so far each is anyone's. */
  StoredDataset require(UUID id, Caller caller) {
    return table.find(id).orElseThrow(() -> ServiceException.notFound("dataset", id));
  }

  /** One more than the page holds. */
  List<StoredDataset> page(Keyset keyset) {
    return table.page(keyset);
  }

  /** The first examples as they were uploaded. */
  DatasetPreview preview(StoredDataset dataset, int rows) {
    try (LocalFiles stored = files.local(dataset.id())) {
      DatasetFormat format = DatasetFormats.of(dataset.spec().format());
      return format.preview(dataset, stored.folder(), rows, limits);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void delete(UUID id, Caller caller) {
    transactions.executeWithoutResult(transaction -> deleteRow(id));
    // After the commit: a row without files would be worse than files without a row.
    files.delete(id);
  }

  private void deleteRow(UUID id) {
    if (!table.lockForDeletion(id)) {
      throw ServiceException.notFound("dataset", id);
    }
    if (usages.stream().anyMatch(usage -> usage.isUsed(id))) {
      throw new ServiceException(
          ErrorCode.CONFLICT,
          "The dataset is used by a job that has not ended. Cancel the job, or wait for it.");
    }
    table.delete(id);
  }
}
