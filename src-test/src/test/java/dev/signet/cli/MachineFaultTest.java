package dev.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.cli.option.ExitCode;
import dev.signet.sign.key.PemFiles;
import dev.signet.testkit.Certificates;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
    Outcome outcome = check("-Djava.io.tmpdir=" + temp.resolve("absent"));

    assertThat(outcome.text()).contains("STATE_UNAVAILABLE");
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  @DisabledForJreRange(
      min = JRE.JAVA_22,
      disabledReason = "elliptic curves are part of java.base there")
  void checkApp_whenRuntimeHasNoEllipticCurves_namesTheModule() throws Exception {
    Outcome outcome = check("--limit-modules=java.se,jdk.jfr,jdk.unsupported");

    assertThat(outcome.text()).contains("jdk.crypto.ec").doesNotContain("cannot be a trust anchor");
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
  }

  private record Outcome(int exitCode, String text) {}

  private Outcome check(String option) throws Exception {
    Process process =
        new ProcessBuilder(
                new ArrayList<>(
                    List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        option,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "integrity:check-app",
                        "--path=" + bundle,
                        "--trust=" + root)))
            .redirectErrorStream(true)
            .start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), text);
  }
}
