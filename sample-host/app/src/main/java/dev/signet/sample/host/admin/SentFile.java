package dev.signet.sample.host.admin;

import dev.signet.pf4j.Confirmations;
import dev.signet.pf4j.install.InstallPreview;
import dev.signet.pf4j.install.InstallRequest;
import dev.signet.pf4j.install.InstallResult;
import java.nio.file.Path;
import java.util.Optional;

/** A file that an administrator has sent, and where it lies until something is decided about it. */
sealed interface SentFile {

  /** Returns where it lies. */
  Path file();

  /**
   * The release that a plugin is to be repaired from.
   *
   * @param name what its sender calls it, unescaped
   */
  record ForRepair(String name, Path file) implements SentFile {}

  /**
   * One that is to be installed.
   *
   * @param name what its sender calls it, unescaped
   * @param preview what would become of it
   * @param isToldAnew whether something else would have become of it when it was first looked at
   * @param result what came of installing it; empty as long as it was not tried
   */
  record ToInstall(
      String name,
      InstallRequest request,
      InstallPreview preview,
      boolean isToldAnew,
      Optional<InstallResult> result)
      implements SentFile {

    @Override
    public Path file() {
      return request.bundle();
    }

    ToInstall with(InstallResult came) {
      return new ToInstall(name, request, preview, isToldAnew, Optional.of(came));
    }

    /** Returns what is known of the file now, which is not what was told. */
    ToInstall tellingAnew(InstallPreview now) {
      return new ToInstall(name, request, now, true, result);
    }

    /** Returns the same file, asked about otherwise. */
    ToInstall asking(InstallRequest other, InstallPreview now) {
      return new ToInstall(name, other, now, isToldAnew, result);
    }

    /** Returns whether it waits for somebody to say that its changes are the author's. */
    boolean canConfirm() {
      return !preview.decision().isAdmitted() && Confirmations.canConfirm(preview.decision());
    }

    /** Returns whether this is still the answer to the question that was asked. */
    boolean isStillSo(InstallPreview now) {
      return now.action() == preview.action()
          && now.installedVersion().equals(preview.installedVersion());
    }
  }
}
