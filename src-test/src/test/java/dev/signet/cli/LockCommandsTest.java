package dev.signet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.cli.option.ExitCode;
import dev.signet.lock.LockedPlugin;
import dev.signet.lock.PluginsLock;
import dev.signet.sign.authority.CertificateAuthority;
import dev.signet.sign.key.PemFiles;
import dev.signet.testkit.Locks;
import dev.signet.testkit.PluginAuthor;
import dev.signet.testkit.PluginKit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockCommandsTest {
  private static final CertificateAuthority AUTHORITY = PluginAuthor.authority("Test Root");
  private static final PluginAuthor SIGNER = PluginAuthor.of("plugins-lock", AUTHORITY);
  private static final PluginAuthor AUTHOR = PluginAuthor.of("clock", AUTHORITY);

  private final CommandLineKit signet = new CommandLineKit();
  @TempDir Path folder;
  private Path root;
  private String lock;

  @BeforeEach
  void setUp() throws Exception {
    root = folder.resolve("root.crt");
    Files.writeString(root, PemFiles.text(AUTHORITY.certificate()));
    lock = "--lock=" + folder.resolve("plugins.lock");
  }

  private CommandLineKit.Outcome create() {
    return signet.run("lock:create", lock, "--fleet=north", "--output=json");
  }

  private Path clock(PluginAuthor by, String version) throws Exception {
    Path parent = Files.createDirectories(folder.resolve(version));
    return PluginKit.plugin("clock", version).signedBy(by).zip(parent);
  }

  private CommandLineKit.Outcome add(Path bundle, Object... more) {
    Object[] all = new Object[5 + more.length];
    all[0] = "lock:add";
    all[1] = lock;
    all[2] = "--path=" + bundle;
    all[3] = "--trust=" + root;
    all[4] = "--approved-by=alice";
    System.arraycopy(more, 0, all, 5, more.length);
    return signet.run(all);
  }

  private CommandLineKit.Outcome sign(PluginAuthor by) throws Exception {
    Path key = folder.resolve(by.keyId() + ".key");
    Path certificate = folder.resolve(by.keyId() + ".crt");
    if (Files.notExists(key)) {
      by.writeKey(key);
    }
    Files.writeString(certificate, PemFiles.text(by.certificate()));
    return signet.run(
        "lock:sign", lock, "--privateKey=" + key, "--certificate=" + certificate, "--output=json");
  }

  private PluginsLock list() throws Exception {
    return Locks.read(Files.readAllBytes(folder.resolve("plugins.lock"))).lock();
  }

  private static void assertDone(CommandLineKit.Outcome outcome) {
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.OK);
  }

  @Test
  void list_whenMadeSignedAndChecked_isTrusted() throws Exception {
    assertDone(create());
    assertDone(
        add(clock(AUTHOR, "1.0.0"), "--from=https://x.example/c.zip", "--not-before=2026-12-01"));
    assertDone(sign(SIGNER));

    CommandLineKit.Outcome checked = signet.run("lock:check", lock, "--trust=" + root);

    assertDone(checked);
    LockedPlugin entry = list().plugin("clock").orElseThrow();
    assertThat(checked.out())
        .contains("verified  number 1  of north, 1 plugin", "clock 1.0.0", entry.digest());
    assertThat(entry.from()).isEqualTo("https://x.example/c.zip");
    assertThat(entry.notBefore()).contains(Instant.parse("2026-12-01T00:00:00Z"));
    assertThat(entry.approvedBy()).isEqualTo("alice");
    assertDone(signet.run("lock:check", lock, "--trust=" + root, "--output=json"));
  }

  @Test
  void list_whenChangedAfterSigning_isADraftUnderTheNextNumber() throws Exception {
    create();
    add(clock(AUTHOR, "1.0.0"));
    sign(SIGNER);

    assertDone(add(clock(AUTHOR, "1.1.0"), "--output=json"));
    CommandLineKit.Outcome checked =
        signet.run("lock:check", lock, "--trust=" + root, "--output=json");

    assertThat(checked.exitCode()).isEqualTo(ExitCode.FINDINGS);
    assertThat(checked.out()).contains("MISSING_SIGNATURE", "lock:sign");
    assertThat(list().number()).isEqualTo(2);
    assertThat(list().plugins()).extracting(LockedPlugin::version).containsExactly("1.1.0");
    assertThat(list().plugin("clock").map(LockedPlugin::from)).contains("clock.zip");
    assertDone(signet.run("lock:remove", "clock", lock));
    assertThat(list().number()).isEqualTo(2);
    assertThat(list().plugins()).isEmpty();
  }

  @Test
  void release_whenNotVerified_isNotPutIn() throws Exception {
    create();
    PluginAuthor stranger = PluginAuthor.of("clock", PluginAuthor.authority("Other"));

    CommandLineKit.Outcome outcome = add(clock(stranger, "1.0.0"), "--output=json");

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(outcome.out()).contains("UNTRUSTED_CERTIFICATE");
    assertThat(list().plugins()).isEmpty();
  }

  @Test
  void certificate_whenForAPlugin_signsNoList() throws Exception {
    create();
    byte[] before = Files.readAllBytes(folder.resolve("plugins.lock"));

    CommandLineKit.Outcome outcome = sign(AUTHOR);

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(outcome.err()).contains("'plugins-lock'");
    assertThat(folder.resolve("plugins.lock")).hasBinaryContent(before);
  }

  @Test
  void list_whenSignedByAPluginsCertificate_isAFinding() throws Exception {
    Files.write(folder.resolve("plugins.lock"), Locks.file(Locks.lock(3), AUTHOR));

    CommandLineKit.Outcome checked = signet.run("lock:check", lock, "--trust=" + root);

    assertThat(checked.exitCode()).isEqualTo(ExitCode.FINDINGS);
    assertThat(checked.out()).contains("not trusted  number 3", "SCOPE_MISMATCH");
  }

  @Test
  void input_whenItCannotBeUsed_isTold() throws Exception {
    assertThat(signet.run("lock:check", lock, "--trust=" + root).err()).contains("lock:create");
    assertThat(signet.run("lock:create", lock).err()).contains("--fleet is missing");
    assertThat(signet.run("lock:create", lock, "--fleet=a\u0007b").err()).contains("fleet");
    create();
    assertThat(create().err()).contains("is there already");
    assertThat(add(clock(AUTHOR, "1.0.0"), "--not-before=soon").err()).contains("--not-before");
    assertThat(add(clock(AUTHOR, "1.0.0"), "--from=a\u0007b").err()).contains("from");
    assertThat(signet.run("lock:add", lock, "--path=" + root, "--trust=" + root).err())
        .contains("--approved-by is missing");
    assertThat(signet.run("lock:remove", "clock", lock).err()).contains("names no plugin 'clock'");
    Files.write(folder.resolve("plugins.lock"), "{}".getBytes(UTF_8));
    assertThat(signet.run("lock:check", lock, "--trust=" + root).exitCode())
        .isEqualTo(ExitCode.USAGE);
    assertThat(signet.run("lock:remove", "clock", lock).err())
        .contains("no list of wanted plugins");
  }
}
