package dev.signet.pf4j;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.signet.bundle.Layout;
import dev.signet.bundle.Limits;
import dev.signet.envelope.SignatureFileReader;
import dev.signet.file.FileTree;
import dev.signet.manifest.Digest;
import dev.signet.policy.Decision;
import dev.signet.policy.LedgerException;
import dev.signet.policy.ReleaseChannel;
import dev.signet.policy.SignatureRequirement;
import dev.signet.policy.SigningLedger;
import dev.signet.sign.BundleSigner;
import dev.signet.sign.SigningIdentity;
import dev.signet.sign.key.PemFiles;
import dev.signet.sign.problem.SigningException;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.Certificates.Issued;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.RevocationLists;
import dev.signet.testkit.TestClock;
import dev.signet.testkit.TimestampTokens;
import dev.signet.testkit.Trees;
import dev.signet.trust.TrustStoreException;
import dev.signet.trust.live.LiveTrust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One plugin, its author, its authority, and two hosts that run it for years: one on stable, one on
 * beta. Each has a state directory that is kept over all restarts. Time is what the test says.
 */
final class PluginLife implements AutoCloseable {
  /** The plugin's id. */
  static final String ID = "clock";

  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("2046-01-01T00:00:00Z");
  private static final Map<String, byte[]> PLUGIN = PluginKit.plugin(ID, "0.0.0").folderFiles();

  private final Preset preset;
  private final Path temp;
  private final Path trust;
  private final Path source;
  private final TestClock clock = new TestClock(BEGIN);
  private final Issued root;
  private final Issued timestampRoot = authority("TSA Root").make();
  private final Issued timestamps =
      TimestampTokens.signer("TSA", timestampRoot).valid(BEGIN, END).make();
  private final Map<String, Issued> certificates = new HashMap<>();
  private final List<String> withdrawn = new ArrayList<>();
  private final List<Host> hosts = new ArrayList<>();
  private @Nullable LiveTrust live;
  private int lists;

  /** Whose rules the hosts chose, with one call or by saying nothing. */
  enum Preset {
    SIGNET(2, Layout.PLUGIN, "."),
    NEXTCLOUD(1, Layout.NEXTCLOUD_APP, "nextcloud");

    private final int format;
    private final Layout layout;
    private final String anchors;

    Preset(int format, Layout layout, String anchors) {
      this.format = format;
      this.layout = layout;
      this.anchors = anchors;
    }
  }

  /** A running host, and what it was told since it started or last was asked. */
  record Host(ReleaseChannel channel, VerifyingPluginManager manager, List<Told> told) {}

  /** What a listener is told. */
  record Told(Decision before, Decision now) {}

  PluginLife(Path temp, Preset preset) {
    this.temp = temp;
    this.preset = preset;
    trust = temp.resolve("trust");
    source = temp.resolve("plugins").resolve(ID);
    root =
        preset == Preset.SIGNET
            ? authority("Root").make()
            : authority("Root").keys(Certificates.sharedRsa(0)).make();
    write(trust.resolve(preset.anchors).resolve("root.crt"), root);
    write(trust.resolve("timestamps/tsa.crt"), timestampRoot);
  }

  /** Returns where the plugin lies. */
  Path source() {
    return source;
  }

  /** Returns the hosts that run. */
  List<Host> hosts() {
    return hosts;
  }

  /** Sets every clock. */
  void now(Instant instant) {
    clock.set(instant);
  }

  /** The authority issues a certificate for the plugin, over a new key. */
  void issue(String name, String from, String until) {
    Certificates request =
        preset == Preset.SIGNET
            ? Certificates.leaf(ID, root)
            : Certificates.legacyLeaf(ID, root)
                .keys(Certificates.sharedRsa(1 + certificates.size()));
    certificates.put(name, request.valid(instant(from), instant(until)).make());
  }

  /** The authority publishes its next list; hosts that run read it at once. */
  void publish(String nextUpdate, String... revoked) throws TrustStoreException {
    RevocationLists list =
        RevocationLists.of(root).number(++lists).current(clock.now(), instant(nextUpdate));
    for (String name : revoked) {
      list.revoked(certificate(name).certificate());
    }
    Trees.write(trust.resolve("authority.crl"), list.der());
    if (live != null) {
      live.refresh();
    }
  }

  /** The author signs a release now, and it is installed. */
  void sign(String version, String certificate) throws Exception {
    sign(version, signer(certificate));
  }

  /** The author signs a release now, with a timestamp, and it is installed. */
  void signWithTimestamp(String version, String certificate) throws Exception {
    sign(
        version,
        signer(certificate)
            .timestamps(
                signature -> TimestampTokens.by(timestamps, signature).at(clock.now()).der()));
  }

  /** A release without a signature is installed. */
  void installUnsigned(String version) throws IOException {
    replaceBy(unsigned(version));
  }

  /** A release of before is installed again. */
  void install(String version) throws IOException {
    replaceBy(release(version));
  }

  /** The hosts put one release on their list of those withdrawn. */
  void withdraw(String version) throws IOException {
    byte[] file =
        Files.readAllBytes(
            release(version)
                .resolve(preset == Preset.SIGNET ? "signature.json" : "appinfo/signature.json"));
    withdrawn.add(
        SignatureFileReader.read(file, Limits.DEFAULT)
            .fold(
                signed -> Digest.over(signed.signedBytes()).hex(),
                finding -> {
                  throw new AssertionError(finding.detail());
                }));
  }

  /** What a host's administrator does to a ledger. */
  interface LedgerWork {
    void on(SigningLedger ledger) throws LedgerException;
  }

  /** The administrator of each running host does this. */
  void administrators(LedgerWork work) throws LedgerException {
    for (Host host : hosts) {
      work.on(host.manager().admission().ledger());
    }
  }

  /** Administrators have asked the author, and confirm what is new. */
  void confirm() throws LedgerException {
    for (Host host : hosts) {
      Confirmations confirmations = Confirmations.of(host.manager().admission());
      for (Confirmations.Unconfirmed change : confirmations.waiting()) {
        confirmations.confirm(change);
      }
    }
  }

  /** The hosts' disks lose some of what is in this file of each state directory. */
  void damage(String file) throws IOException {
    stop();
    for (String channel : List.of("stable", "beta")) {
      Path damaged = temp.resolve("state-" + channel).resolve(file);
      byte[] bytes = Files.readAllBytes(damaged);
      Files.write(damaged, Arrays.copyOf(bytes, bytes.length / 2));
    }
  }

  /** Both hosts stop and start again, with these options. */
  void restart(UnaryOperator<VerifyingPluginManager.Builder> options, LiveTrust.Settings settings)
      throws TrustStoreException {
    stop();
    LiveTrust followed =
        LiveTrust.following(trust)
            .copies(temp.resolve("copies"))
            .lookEvery(Duration.ofHours(1))
            .clock(clock)
            .settings(
                store -> {
                  withdrawn.forEach(store::revokeManifest);
                  settings.apply(store);
                })
            .open();
    live = followed;
    for (ReleaseChannel channel : List.of(ReleaseChannel.STABLE, new ReleaseChannel("beta"))) {
      List<Told> told = new ArrayList<>();
      VerifyingPluginManager manager =
          options
              .apply(
                  builder()
                      .trust(followed)
                      .channel(channel)
                      .clock(clock)
                      .stateDirectory(temp.resolve("state-" + channel.name()))
                      .listener((id, before, now) -> told.add(new Told(before, now))))
              .build();
      hosts.add(new Host(channel, manager, told));
      manager.loadPlugins();
      manager.startPlugins();
    }
  }

  @Override
  public void close() {
    stop();
  }

  private void stop() {
    hosts.forEach(host -> host.manager().close());
    hosts.clear();
    if (live != null) {
      live.close();
      live = null;
    }
  }

  private Issued certificate(String name) {
    return Objects.requireNonNull(certificates.get(name), name);
  }

  private VerifyingPluginManager.Builder builder() throws TrustStoreException {
    VerifyingPluginManager.Builder builder =
        VerifyingPluginManager.builder(temp.resolve("plugins"));
    return preset == Preset.SIGNET
        ? builder.require(SignatureRequirement.ALL)
        : builder.nextcloudRules(
            trust.resolve("nextcloud/root.crt"), trust.resolve("authority.crl"));
  }

  private BundleSigner.Builder signer(String certificate) throws SigningException {
    Issued author = certificate(certificate);
    SigningIdentity identity =
        SigningIdentity.of(author.keys().getPrivate(), author.certificate(), List.of());
    return BundleSigner.builder(identity).layout(preset.layout).format(preset.format).clock(clock);
  }

  private void sign(String version, BundleSigner.Builder signer) throws Exception {
    Path release = unsigned(version);
    signer.build().sign(release);
    replaceBy(release);
  }

  private Path unsigned(String version) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>(PLUGIN);
    String properties = new String(PLUGIN.get("plugin.properties"), UTF_8);
    files.put("plugin.properties", properties.replace("0.0.0", version).getBytes(UTF_8));
    if (preset == Preset.NEXTCLOUD) {
      files.put("appinfo/info.xml", ("<info><id>" + ID + "</id></info>").getBytes(UTF_8));
    }
    Path release = release(version);
    FileTree.delete(release);
    return Trees.folder(release, files);
  }

  private Path release(String version) {
    return temp.resolve("releases").resolve(version);
  }

  private void replaceBy(Path release) throws IOException {
    FileTree.delete(source);
    try (Stream<Path> files = Files.walk(release)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Trees.write(source.resolve(release.relativize(file).toString()), Files.readAllBytes(file));
      }
    }
  }

  /** Returns the instant of a text; noon when it is a mere day. */
  static Instant instant(String text) {
    return Instant.parse(text.contains("T") ? text : text + "T12:00:00Z");
  }

  private static Certificates authority(String name) {
    return Certificates.root(name).valid(BEGIN, END);
  }

  private static void write(Path file, Issued issued) {
    Trees.write(file, PemFiles.text(issued.certificate()).getBytes(UTF_8));
  }
}
