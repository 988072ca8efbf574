package dev.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.cli.option.ExitCode;
import dev.signet.sign.key.PemFiles;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.Jvm;
import dev.signet.testkit.Programs;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** What is at fault in this machine is told as that, and never with the exit code of findings. */
class MachineFaultTest {
  @TempDir private Path temp;
  private Path root;
  private Path bundle;

  @BeforeEach
  void makeFiles() throws Exception {
    root = temp.resolve("root.crt");
    PemFiles.writeCertificates(root, List.of(Certificates.root("Root").make().certificate()));
    bundle = temp.resolve("demo.zip");
    try (OutputStream out = Files.newOutputStream(bundle);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("plugin.properties"));
      zip.write("plugin.id=demo\n".getBytes(StandardCharsets.US_ASCII));
      zip.closeEntry();
    }
  }

  @Test
  void checkApp_whenThisMachineCannotJudge_isNoFinding() throws Exception {
    Programs.Outcome outcome = check("-Djava.io.tmpdir=" + temp.resolve("absent"));

    assertThat(outcome.out() + outcome.err()).contains("STATE_UNAVAILABLE");
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  @DisabledForJreRange(
      min = JRE.JAVA_22,
      disabledReason = "elliptic curves are part of java.base there")
  void checkApp_whenRuntimeHasNoEllipticCurves_namesTheModule() throws Exception {
    Programs.Outcome outcome = check("--limit-modules=java.se,jdk.jfr,jdk.unsupported");

    assertThat(outcome.out() + outcome.err())
        .contains("jdk.crypto.ec")
        .doesNotContain("cannot be a trust anchor");
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
  }

  private Programs.Outcome check(String option) {
    return Jvm.of(Main.class)
        .options(option)
        .run(new Programs(temp), "integrity:check-app", "--path=" + bundle, "--trust=" + root);
  }
}
