package dev.signet.benchmark;

import dev.signet.admit.Admission;
import dev.signet.admit.SealedStore;
import dev.signet.bundle.Exclusions;
import dev.signet.bundle.Layout;
import dev.signet.bundle.Limits;
import dev.signet.policy.SignaturePolicy;
import dev.signet.policy.SignatureRequirement;
import dev.signet.policy.SigningLedger;
import dev.signet.trust.AnchorProfile;
import dev.signet.trust.TrustStore;
import dev.signet.verdict.Verdict;
import dev.signet.verify.BundleVerifier;
import dev.signet.verify.Expectation;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** What checks and admissions cost in one JVM that has done a few before. */
final class Checks {
  private static final int WARM_UPS = 3;
  private static final Samples.Size LARGE = new Samples.Size(2_000, 200_000);
  private static final Samples.Size SMALL = new Samples.Size(10_000, 12_600);
  private static final Samples.Size CORE = new Samples.Size(9_212, 16_800);

  private final Samples samples;
  private final RatioTable table;
  private final TrustStore trust;

  Checks(Samples samples, RatioTable table) {
    this.samples = samples;
    this.table = table;
    this.trust = samples.trust();
  }

  /** Checks folders against the plainest program. */
  void folders() throws Exception {
    folder("S1 large, 1.11", LARGE);
    folder("S1 small, 1.25", SMALL);
  }

  private void folder(String goal, Samples.Size size) throws Exception {
    Path tree = samples.plugin("checked", "plugin", Samples.Shape.FOLDERS, size);
    add(goal, RatioTable.Named.task("verify " + told(size), () -> cold(tree)), reading(tree));
    samples.drop("checked");
  }

  /** Checks archives against the plainest program. */
  void archives() throws Exception {
    for (Samples.Shape shape : List.of(Samples.Shape.ZIPS, Samples.Shape.JARS)) {
      archive("S2 large " + shape + ", 1.18", shape, LARGE);
      archive("S2 small " + shape + ", 1.18", shape, SMALL);
    }
  }

  private void archive(String goal, Samples.Shape shape, Samples.Size size) throws Exception {
    Path archive = samples.plugin("checked", "plugin", shape, size);
    add(
        goal,
        RatioTable.Named.task("verify " + told(size), () -> cold(archive)),
        RatioTable.Named.task("ZipFile, hash", () -> PlainReading.archive(archive)));
    samples.drop("checked");
  }

  /** Admits what was never admitted. */
  void firstAdmissions() throws Exception {
    Path large = samples.plugin("large", "plugin", Samples.Shape.FOLDERS, LARGE);
    add(
        "S3 large, 1.8",
        admission(large, LARGE),
        RatioTable.Named.task("verify", () -> cold(large)));
    samples.drop("large");
    Path small = samples.plugin("small", "plugin", Samples.Shape.FOLDERS, SMALL);
    add("S3 small, 1.5", admission(small, SMALL), copy(small));
    samples.drop("small", "state", "copy");
  }

  private RatioTable.Named admission(Path bundle, Samples.Size size) {
    return RatioTable.Named.task("first admission of " + told(size), () -> admit(bundle))
        .after(() -> samples.drop("state"));
  }

  private RatioTable.Named copy(Path tree) {
    List<String> copying = List.of("cp", "-r", tree.toString(), samples.place("copy").toString());
    return Programs.whole("cp -r", copying).after(() -> samples.drop("copy"));
  }

  /** Checks a host's own folder, as large as the original system's. */
  void core() throws Exception {
    Path root = samples.place("core.crt");
    Path tree = samples.core("core", root, CORE);
    TrustStore roots = TrustStore.builder().anchors(root, AnchorProfile.NEXTCLOUD).build();
    Expectation core = Expectation.core(Layout.NEXTCLOUD_CORE, Exclusions.NONE);
    add(
        "S8 warm, 450 ms",
        RatioTable.Named.task(
            "check core of " + told(CORE),
            () ->
                require(
                    new BundleVerifier(roots, Limits.DEFAULT, Clock.systemUTC())
                        .verify(tree, core))),
        reading(tree));
  }

  /** Checks and admits what has not changed since the same JVM saw it. */
  void unchanged() throws Exception {
    Path tree = samples.plugin("hot", "plugin", Samples.Shape.FOLDERS, SMALL);
    BundleVerifier hot = verifier();
    add(
        "S11, 100 ms",
        RatioTable.Named.task("verify unchanged " + told(SMALL), () -> require(hot, tree)),
        reading(tree));
    try (SealedStore store = SealedStore.open(samples.place("state"), List.of())) {
      Admission admission = admission(hot, store);
      add(
          "S11, 150 ms",
          RatioTable.Named.task("admit unchanged " + told(SMALL), () -> require(admission, tree)),
          reading(tree));
    }
    samples.drop("hot", "state");
  }

  private void add(String goal, RatioTable.Named measured, RatioTable.Named base) throws Exception {
    table.add(goal, WARM_UPS, measured, base);
  }

  private static RatioTable.Named reading(Path tree) {
    return RatioTable.Named.task("walk, read, hash", () -> PlainReading.folder(tree));
  }

  private static String told(Samples.Size size) {
    return size.files() + " files of " + size.meanBytes() / 1_000.0 + " KB";
  }

  private void admit(Path bundle) {
    try (SealedStore store = SealedStore.open(samples.place("state"), List.of())) {
      require(admission(verifier(), store), bundle);
    }
  }

  private static Admission admission(BundleVerifier verifier, SealedStore store) {
    return new Admission(
        verifier,
        SignaturePolicy.require(SignatureRequirement.ALL).build(),
        store,
        SigningLedger.inMemory());
  }

  private void cold(Path bundle) {
    require(verifier(), bundle);
  }

  private BundleVerifier verifier() {
    return new BundleVerifier(trust, Limits.DEFAULT, Clock.systemUTC());
  }

  private static void require(Admission admission, Path bundle) {
    require(admission.admit(bundle, Optional.empty()).decision().verdict());
  }

  private static void require(BundleVerifier verifier, Path bundle) {
    require(verifier.verify(bundle, Expectation.PLUGIN));
  }

  private static void require(Verdict verdict) {
    if (!verdict.isVerified()) {
      throw new IllegalStateException(verdict.toString());
    }
  }
}
