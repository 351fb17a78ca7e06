package dev.evenkeel.dataset.spec;

import org.springframework.http.MediaType;

/** What kind of file an upload was: how its download is called and declared. */
public enum ContentKind {
  CSV(".csv", new MediaType("text", "csv")),
  GZIPPED_CSV(".csv.gz", new MediaType("application", "gzip")),
  ZIP(".zip", new MediaType("application", "zip")),
  NPZ(".npz", new MediaType("application", "zip")),
  PARQUET(".parquet", new MediaType("application", "vnd.apache.parquet"));

  private final String extension;
  private final MediaType mediaType;

  ContentKind(String extension, MediaType mediaType) {
    this.extension = extension;
    this.mediaType = mediaType;
  }

  public String extension() {
    return extension;
  }

  public MediaType mediaType() {
    return mediaType;
  }
}
