package dev.signet.sample.host.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.pf4j.install.InstallPreview;
import dev.signet.pf4j.install.InstallRequest;
import dev.signet.pf4j.install.InstallResult;
import dev.signet.pf4j.workspace.InstallAction;
import dev.signet.policy.Decision;
import dev.signet.testkit.Reports;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InstallViewTest {

  @Test
  void install_whenSomethingIsInTheWay_saysSoAndCannotBeConfirmed() {
    assertThat(foretold(Optional.of("it is in two plugins roots; delete <b> first.")))
        .contains(
            "<h1>Not possible</h1>",
            "signet-bad",
            "would not be installed: <bdi>it is in two plugins roots; delete &lt;b&gt; first.",
            "Discard the file")
        .doesNotContain("<button>Install</button>");
    assertThat(foretold(Optional.empty()))
        .contains("<h1>Install <bdi>clock</bdi>", "<button>Install</button>");
  }

  @Test
  void data_whenItIsLeft_isToldOfWhatIsDone() {
    assertThat(InstallView.outcome(uninstalled(Optional.of("Its data is left in <data>."))))
        .contains("<h1>Done</h1>", "signet-notice", "Its data is left in &lt;data&gt;.");
    assertThat(InstallView.outcome(uninstalled(Optional.empty())))
        .contains("<h1>Done</h1>", "signet-good");
  }

  private static String foretold(Optional<String> obstacle) {
    InstallPreview preview =
        new InstallPreview(
            InstallAction.INSTALL,
            Reports.decision(Decision.Action.ADMIT, "clock"),
            "clock",
            "1.0.0",
            Optional.empty(),
            List.of(),
            obstacle);
    SentFile.ToInstall upload =
        new SentFile.ToInstall(
            "clock.zip", InstallRequest.of(Path.of("clock.zip")), preview, false, Optional.empty());
    return InstallView.of(upload, "/admin/install/1", "token");
  }

  private static InstallResult uninstalled(Optional<String> dataLeft) {
    return new InstallResult.Done(
        InstallAction.UNINSTALL,
        "clock",
        "1.0.0",
        Optional.empty(),
        List.of(),
        Optional.empty(),
        dataLeft,
        List.of());
  }
}
