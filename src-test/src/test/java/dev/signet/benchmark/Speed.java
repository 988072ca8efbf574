package dev.signet.benchmark;

import dev.signet.admit.Admission;
import dev.signet.admit.SealedStore;
import dev.signet.bundle.Exclusions;
import dev.signet.bundle.Layout;
import dev.signet.bundle.Limits;
import dev.signet.manifest.Digest;
import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.policy.SignaturePolicy;
import dev.signet.policy.SignatureRequirement;
import dev.signet.policy.SigningLedger;
import dev.signet.sign.authority.CertificateAuthority;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.Envelopes;
import dev.signet.testkit.PluginAuthor;
import dev.signet.testkit.Trees;
import dev.signet.trust.AnchorProfile;
import dev.signet.trust.TrustAnchor;
import dev.signet.trust.TrustStore;
import dev.signet.verdict.Verdict;
import dev.signet.verify.BundleVerifier;
import dev.signet.verify.Expectation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.pf4j.DefaultPluginManager;
import org.pf4j.PluginManager;

/**
 * What a check costs against the plainest program, as one Markdown table; docs/performance.md tells
 * the goals. Fixtures come from a fixed seed. The argument is the number of rounds, perhaps.
 */
public final class Speed {
  private static final int ROUNDS = 9;
  private static final int WARM_UPS = 3;
  private static final int PLUGINS = 20;
  private static final Limits LIMITS = Limits.DEFAULT;

  private final RatioTable table;
  private int places;
  private final Path folder;
  private final CertificateAuthority authority = PluginAuthor.authority("Benchmark Root");
  private final TrustStore trust = PluginAuthor.trusting(authority);

  private Speed(Path folder, int rounds) {
    this.folder = folder;
    this.table = new RatioTable(rounds, WARM_UPS);
  }

  /** Prints the table. */
  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("signet-speed");
    try {
      Speed speed = new Speed(folder, args.length > 0 ? Integer.parseInt(args[0]) : ROUNDS);
      speed.measure("large", files("large", 400, 200_000));
      speed.measure("small", files("small", 3_000, 12_600));
      speed.firstStart(files("fleet", 49, 56_000));
      speed.core(files("core", 2_000, 17_000));
      System.out.println(speed.table.markdown());
    } finally {
      Trees.delete(folder);
    }
  }

  private void measure(String name, Map<String, byte[]> files) throws Exception {
    Map<String, byte[]> signed = PluginAuthor.of(name, authority).signed(files, "signature.json");
    Path tree = Trees.folder(folder.resolve(name), signed);
    Path zip = Trees.archive(folder.resolve(name + ".zip"), signed);
    RatioTable.Named plain =
        RatioTable.Named.task("walk, read, hash", () -> PlainReading.folder(tree));
    String what = files.size() + " files";
    table.add("S1 " + name, RatioTable.Named.task("verify " + what, () -> cold(tree)), plain);
    table.add(
        "S2 " + name,
        RatioTable.Named.task("verify zip of " + what, () -> cold(zip)),
        RatioTable.Named.task("ZipFile, hash", () -> PlainReading.archive(zip)));
    table.add(
        "S3 " + name,
        RatioTable.Named.task("first admission of " + what, () -> admit(tree)),
        RatioTable.Named.task("cp -r", () -> copy(tree)));
    BundleVerifier hot = verifier();
    table.add(
        "S11 " + name,
        RatioTable.Named.task("verify unchanged " + what, () -> require(hot, tree)),
        plain);
  }

  /** In one JVM, and so without what loading and compiling the code costs a process. */
  private void firstStart(Map<String, byte[]> files) throws Exception {
    Path plugins = folder.resolve("plugins");
    for (int i = 0; i < PLUGINS; i++) {
      String id = "plugin-" + i;
      files.put("plugin.properties", Trees.properties(id, "1.0.0"));
      Trees.folder(
          plugins.resolve(id), PluginAuthor.of(id, authority).signed(files, "signature.json"));
    }
    table.add(
        "S6",
        RatioTable.Named.task("first start of " + PLUGINS + " plugins", () -> start(plugins)),
        RatioTable.Named.task("plain PF4J; cp -r; walk, read, hash", () -> startPlainly(plugins)));
  }

  private void start(Path plugins) {
    try (VerifyingPluginManager manager =
        VerifyingPluginManager.builder(plugins)
            .trust(trust)
            .require(SignatureRequirement.ALL)
            .stateDirectory(fresh())
            .build()) {
      manager.loadPlugins();
      requireAll(manager);
    }
  }

  private void startPlainly(Path plugins) throws Exception {
    PluginManager manager = new DefaultPluginManager(List.of(plugins));
    manager.loadPlugins();
    requireAll(manager);
    manager.unloadPlugins();
    copy(plugins);
    PlainReading.folder(plugins);
  }

  private static void requireAll(PluginManager manager) {
    if (manager.getPlugins().size() != PLUGINS) {
      throw new IllegalStateException(manager.getPlugins().size() + " plugins");
    }
  }

  private void core(Map<String, byte[]> files) throws Exception {
    files.remove("plugin.properties");
    Certificates.Issued root =
        Certificates.root("Root").keys(Certificates.rsa(2048)).signedWith("SHA256withRSA").make();
    Certificates.Issued leaf =
        Certificates.legacyLeaf("core", root).keys(Certificates.rsa(2048)).make();
    StringBuilder hashes = new StringBuilder();
    new TreeMap<>(files)
        .forEach(
            (path, content) ->
                hashes
                    .append(hashes.length() == 0 ? "{" : ",")
                    .append(Envelopes.quote(path))
                    .append(':')
                    .append(Envelopes.quote(Digest.over(content).hex())));
    hashes.append('}');
    String signedBytes = hashes.toString().replace("/", "\\/");
    files.put(
        "core/signature.json", Envelopes.version1(leaf, hashes.toString(), signedBytes).bytes());
    Path tree = Trees.folder(folder.resolve("core"), files);
    TrustStore roots =
        TrustStore.builder()
            .anchor(new TrustAnchor(root.certificate(), AnchorProfile.NEXTCLOUD))
            .build();
    Expectation core = Expectation.core(Layout.NEXTCLOUD_CORE, Exclusions.NONE);
    table.add(
        "S8",
        RatioTable.Named.task(
            "check core of " + (files.size() - 1) + " files",
            () -> require(new BundleVerifier(roots, LIMITS, Clock.systemUTC()).verify(tree, core))),
        RatioTable.Named.task("walk, read, hash", () -> PlainReading.folder(tree)));
  }

  private void admit(Path bundle) {
    try (SealedStore store = SealedStore.open(fresh(), List.of())) {
      Admission admission =
          new Admission(
              verifier(),
              SignaturePolicy.require(SignatureRequirement.ALL).build(),
              store,
              SigningLedger.inMemory());
      require(admission.admit(bundle, Optional.empty()).decision().verdict());
    }
  }

  private void copy(Path tree) throws Exception {
    Process copying =
        new ProcessBuilder("cp", "-r", tree.toString(), fresh().toString()).inheritIO().start();
    if (copying.waitFor() != 0) {
      throw new IllegalStateException("cp");
    }
  }

  /** Returns a place where nothing is; what is put there goes in the end. */
  private Path fresh() {
    return folder.resolve("fresh-" + places++);
  }

  private void cold(Path bundle) {
    require(verifier(), bundle);
  }

  private BundleVerifier verifier() {
    return new BundleVerifier(trust, LIMITS, Clock.systemUTC());
  }

  private static void require(BundleVerifier verifier, Path bundle) {
    require(verifier.verify(bundle, Expectation.PLUGIN));
  }

  private static void require(Verdict verdict) {
    if (!verdict.isVerified()) {
      throw new IllegalStateException(verdict.toString());
    }
  }

  /** Half text that packs well, half noise; sizes spread around the mean. */
  private static Map<String, byte[]> files(String id, int count, int meanBytes) {
    Random random = new Random(14);
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("plugin.properties", Trees.properties(id, "1.0.0"));
    for (int i = 0; i < count; i++) {
      byte[] content = new byte[meanBytes / 2 + random.nextInt(meanBytes)];
      random.nextBytes(content);
      Arrays.fill(content, 0, content.length / 2, (byte) ('a' + i % 26));
      files.put("d" + i % 40 + "/file" + i, content);
    }
    return files;
  }
}
