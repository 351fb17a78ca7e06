package dev.evenkeel.storage;

import dev.evenkeel.error.ErrorCode;
import dev.evenkeel.error.ServiceException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one answer where a row speaks of a blob that this server does not have. */
final class MissingBlob {

  private static final Logger LOG = LoggerFactory.getLogger(MissingBlob.class);

  private MissingBlob() {}

  static ServiceException refusal(String key) {
    LOG.warn("The blob {} is missing.", key);
    return new ServiceException(
        ErrorCode.UNAVAILABLE,
        "'%s' is missing among the files of this server. If it was removed, whoever runs the server can restore it from a backup of evenkeel.data-dir; otherwise upload the dataset, or train or import the model, again. Of several servers on one database only the one that made a file has it: send the request there."
            .formatted(key));
  }
}
