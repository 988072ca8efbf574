package dev.signet.sample.host.command;

import dev.signet.pf4j.install.InstallRequest;
import picocli.CommandLine.Option;

/** What can be said about a plugin that is to be installed or updated. */
final class ChangeOptions {
  @Option(
      names = "--confirm-changes",
      description =
          "A new key, or other files than its version had before, are the author's: I have asked"
              + " them.")
  private boolean confirmed;

  @Option(names = "--dry-run", description = "Only tell what would become of it.")
  private boolean dryRun;

  boolean isDryRun() {
    return dryRun;
  }

  InstallRequest applyTo(InstallRequest request) {
    return confirmed ? request.confirmingChanges() : request;
  }
}
