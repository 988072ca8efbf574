package dev.signet.bundle;

/**
 * Bounds on what a bundle may be. All counts and sizes are inclusive maxima and at least 1. Sizes
 * in bytes.
 *
 * @param files regular files; folders and whatever else is found are counted apart, up to the same
 *     number or 10,000
 * @param totalBytes all files together, and also an archive as it lies on disk
 * @param fileBytes one file, unpacked
 * @param depth segments of a path
 * @param pathBytes a path's UTF-8
 * @param signatureFileBytes {@code signature.json}
 */
public record Limits(
    int files, long totalBytes, long fileBytes, int depth, int pathBytes, long signatureFileBytes) {

  /**
   * 50,000 files, 2 GiB in all, 1 GiB a file, 64 levels, 1,024 bytes of UTF-8 a path, 16 MiB of
   * signature.json.
   */
  public static final Limits DEFAULT = new Limits(50_000, 2L << 30, 1L << 30, 64, 1_024, 16L << 20);

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException when one is less than 1; names it
   */
  public Limits {
    requirePositive("files", files);
    requirePositive("totalBytes", totalBytes);
    requirePositive("fileBytes", fileBytes);
    requirePositive("depth", depth);
    requirePositive("pathBytes", pathBytes);
    requirePositive("signatureFileBytes", signatureFileBytes);
  }

  // Written out: each start asks for it, and what the compiler makes of a record is linked then.
  @Override
  public String toString() {
    return "Limits[files="
        + files
        + ", totalBytes="
        + totalBytes
        + ", fileBytes="
        + fileBytes
        + ", depth="
        + depth
        + ", pathBytes="
        + pathBytes
        + ", signatureFileBytes="
        + signatureFileBytes
        + "]";
  }

  private static void requirePositive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": must be at least 1, not " + value);
    }
  }

  /** Returns a builder that starts from {@link #DEFAULT}. */
  public static Builder builder() {
    return DEFAULT.toBuilder();
  }

  /** Returns a builder that starts from these limits. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** Changes some of the limits. Not for use by several threads. */
  public static final class Builder {
    private int files;
    private long totalBytes;
    private long fileBytes;
    private int depth;
    private int pathBytes;
    private long signatureFileBytes;

    private Builder(Limits start) {
      files = start.files;
      totalBytes = start.totalBytes;
      fileBytes = start.fileBytes;
      depth = start.depth;
      pathBytes = start.pathBytes;
      signatureFileBytes = start.signatureFileBytes;
    }

    /** Sets the most regular files a bundle may have. */
    public Builder files(int maximum) {
      files = maximum;
      return this;
    }

    /** Sets the most bytes all files may have together. */
    public Builder totalBytes(long maximum) {
      totalBytes = maximum;
      return this;
    }

    /** Sets the most bytes one file may have. */
    public Builder fileBytes(long maximum) {
      fileBytes = maximum;
      return this;
    }

    /** Sets the most segments a path may have. */
    public Builder depth(int maximum) {
      depth = maximum;
      return this;
    }

    /** Sets the most bytes the UTF-8 of a path may have. */
    public Builder pathBytes(int maximum) {
      pathBytes = maximum;
      return this;
    }

    /** Sets the most bytes {@code signature.json} may have. */
    public Builder signatureFileBytes(long maximum) {
      signatureFileBytes = maximum;
      return this;
    }

    /**
     * Returns the limits.
     *
     * @throws IllegalArgumentException when one is less than 1; names it
     */
    public Limits build() {
      return new Limits(files, totalBytes, fileBytes, depth, pathBytes, signatureFileBytes);
    }
  }
}
