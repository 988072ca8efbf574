package dev.signet.bundle;

/** Bounds on what a bundle may be. All counts and sizes are inclusive maxima. Sizes in bytes. */
public record Limits(
    int files, long totalBytes, long fileBytes, int depth, int pathBytes, long signatureFileBytes) {

  /**
   * 50,000 files, 2 GiB in all, 1 GiB a file, 64 levels, 1,024 bytes of UTF-8 a path, 16 MiB of
   * signature.json.
   */
  public static final Limits DEFAULT = new Limits(50_000, 2L << 30, 1L << 30, 64, 1_024, 16L << 20);
}
