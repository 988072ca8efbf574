package dev.signet.bundle;

import dev.signet.Internal;
import dev.signet.verdict.Finding;
import java.io.IOException;
import java.nio.file.NoSuchFileException;

/** A bundle could not be read on; carries the finding that says why. Never leaves the verifier. */
@Internal
public final class BundleException extends IOException {
  private static final long serialVersionUID = 1;
  private final transient Finding finding;

  /** Makes one whose message is the finding's detail. */
  public BundleException(Finding finding) {
    super(finding.detail());
    this.finding = finding;
  }

  /** Makes one whose message is the finding's detail, keeping what led to it. */
  public BundleException(Finding finding, Throwable cause) {
    super(finding.detail(), cause);
    this.finding = finding;
  }

  /** Returns whether all that is wrong is that the file is not there any more. */
  public boolean isGone() {
    return getCause() instanceof NoSuchFileException;
  }

  /** Returns what is wrong with the bundle. */
  public Finding finding() {
    return finding;
  }
}
