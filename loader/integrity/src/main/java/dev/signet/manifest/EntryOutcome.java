package dev.signet.manifest;

import dev.signet.verdict.Finding;
import org.jspecify.annotations.Nullable;

/** What became of one entry: it was read, or there is a finding, or it is gone. */
final class EntryOutcome {
  /** It is not there any more. */
  static final EntryOutcome GONE = new EntryOutcome(null, null, null, false);

  private final @Nullable Digest digest;
  private final byte @Nullable [] held;
  private final @Nullable Finding finding;
  private final boolean isLast;

  private EntryOutcome(
      @Nullable Digest digest, byte @Nullable [] held, @Nullable Finding finding, boolean isLast) {
    this.digest = digest;
    this.held = held;
    this.finding = finding;
    this.isLast = isLast;
  }

  static EntryOutcome read(Digest digest) {
    return new EntryOutcome(digest, null, null, false);
  }

  static EntryOutcome read(Digest digest, byte[] held) {
    return new EntryOutcome(digest, held, null, false);
  }

  /** Returns the same without the bytes, of which there may be many. */
  EntryOutcome withoutContent() {
    return new EntryOutcome(digest, null, finding, isLast);
  }

  static EntryOutcome failed(Finding finding) {
    return new EntryOutcome(null, null, finding, false);
  }

  /** The copy could not be written, so that nothing behind it in the bundle counts. */
  static EntryOutcome notCopied(Finding finding) {
    return new EntryOutcome(null, null, finding, true);
  }

  /** Null when it was not read. */
  @Nullable Digest digest() {
    return digest;
  }

  /** The content, where it was to be held; not copied. */
  byte @Nullable [] held() {
    return held;
  }

  /** Null when it was read, or is gone. */
  @Nullable Finding finding() {
    return finding;
  }

  /** Whether reading stops here. */
  boolean isLast() {
    return isLast;
  }
}
