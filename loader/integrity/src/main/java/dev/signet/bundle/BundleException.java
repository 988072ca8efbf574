package dev.signet.bundle;

import dev.signet.verdict.Finding;
import java.io.IOException;

/** A bundle could not be read on; carries the finding that says why. Never leaves the verifier. */
public final class BundleException extends IOException {
  private static final long serialVersionUID = 1;
  private final transient Finding finding;

  public BundleException(Finding finding) {
    super(finding.detail());
    this.finding = finding;
  }

  public Finding finding() {
    return finding;
  }
}
