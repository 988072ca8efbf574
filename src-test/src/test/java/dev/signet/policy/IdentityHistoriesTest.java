package dev.signet.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Signer;
import dev.signet.verdict.Subject;
import dev.signet.verdict.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Random lives of a plugin: who signs, what is published, and what an administrator confirms. */
class IdentityHistoriesTest {
  private static final int HISTORIES = 1_000;
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

  private final SigningLedger ledger = SigningLedger.inMemory();
  private final SignaturePolicy policy =
      SignaturePolicy.require(SignatureRequirement.ALL)
          .history(HistoryRules.WARN.withDowngrades(HistoryRule.ALLOW))
          .build();

  /** Versions go up, files of a version stay, and each of five new keys is confirmed at once. */
  @Test
  void honestAuthor_raisesNoAlarmButOneForEachNewKey() throws LedgerException {
    for (int seed = 0; seed < HISTORIES; seed++) {
      Random random = new Random(seed);
      String id = "p" + seed;
      int key = 0;
      int version = 0;
      for (int event = 0; event < 40; event++) {
        boolean rotates = event > 0 && event % 7 == 0;
        if (rotates) {
          key++;
        }
        version += random.nextInt(2);
        // Old keys may sign on, and an old version may be put back or signed again.
        int signing = rotates ? key : random.nextInt(key + 1);
        int shown = random.nextInt(4) == 0 ? Math.max(0, version - random.nextInt(5)) : version;
        Verdict verdict = verdict(id, shown, signing, shown);
        assertThat(load(verdict))
            .as("seed %d, event %d", seed, event)
            .isEqualTo(rotates ? Set.of(Reason.KEY_CHANGED) : Set.of());
        if (rotates) {
          ledger.confirm(SignedRelease.of(verdict).orElseThrow(), VersionOrder.semantic());
        }
      }
    }
  }

  /**
   * The same without an administrator: each of five new keys has the word of all before it, and a
   * host may miss any release.
   */
  @Test
  void honestAuthor_whenEachKeyVouchesForTheNext_raisesNoAlarm() throws LedgerException {
    for (int seed = 0; seed < HISTORIES; seed++) {
      Random random = new Random(seed);
      String id = "p" + seed;
      List<String> before = new ArrayList<>();
      int key = 0;
      int version = 0;
      for (int event = 0; event < 40; event++) {
        if (event > 0 && event % 7 == 0) {
          before.add(0, hex(key, 64));
          key++;
        }
        version += random.nextInt(2);
        Verdict verdict = verdict(id, version, key, version, before);
        if (event == 0 || random.nextInt(4) > 0) {
          assertThat(load(verdict)).as("seed %d, event %d", seed, event).isEmpty();
        }
      }
      assertThat(load(verdict(id, version + 1, 99, version + 1, List.of(hex(98, 64)))))
          .as("seed %d, a stranger", seed)
          .containsExactly(Reason.KEY_CHANGED);
    }
  }

  @Test
  void anyHistory_isToldAsASimpleModelTellsIt() throws LedgerException {
    for (int seed = 0; seed < HISTORIES; seed++) {
      Random random = new Random(seed);
      String id = "p" + seed;
      Model model = new Model();
      for (int event = 0; event < 60; event++) {
        int version = random.nextInt(30);
        int key = random.nextInt(4);
        int files = random.nextInt(3);
        Verdict verdict = verdict(id, version, key, files);
        switch (random.nextInt(10)) {
          case 0 -> {
            ledger.confirm(SignedRelease.of(verdict).orElseThrow(), VersionOrder.semantic());
            model.confirm(version, key, files);
          }
          case 1 -> {
            if (random.nextInt(10) == 0) {
              ledger.forget(id);
              model = new Model();
            }
          }
          default ->
              assertThat(load(verdict))
                  .as("seed %d, event %d", seed, event)
                  .isEqualTo(model.load(version, key, files));
        }
      }
    }
  }

  /** What the rules come to, told once more in the plainest way. */
  private static final class Model {
    private final Set<Integer> keys = new LinkedHashSet<>();
    private final Map<Integer, Integer> filesOf = new HashMap<>();
    private final List<Integer> came = new ArrayList<>();

    Set<Reason> load(int version, int key, int files) {
      if (keys.isEmpty()) {
        keys.add(key);
      }
      Set<Reason> told = new TreeSet<>();
      if (!keys.contains(key)) {
        told.add(Reason.KEY_CHANGED);
      }
      if (filesOf.getOrDefault(version, files) != files) {
        told.add(Reason.RELEASE_CHANGED);
      }
      if (keys.contains(key) && !filesOf.containsKey(version)) {
        remember(version, files);
      }
      return told;
    }

    void confirm(int version, int key, int files) {
      if (!keys.isEmpty()) {
        keys.add(key);
        remember(version, files);
      }
    }

    private void remember(int version, int files) {
      if (filesOf.put(version, files) == null) {
        came.add(version);
      }
      if (came.size() > LedgerEntry.MAX_RELEASES) {
        filesOf.remove(came.remove(0));
      }
    }
  }

  /** Loads it as a host does: decides, and records what is admitted. */
  private Set<Reason> load(Verdict verdict) throws LedgerException {
    PluginHistory history = PluginHistory.of(ledger, verdict.subject().id(), NOW);
    Decision decision = policy.decide(verdict, history);
    assertThat(decision.isAdmitted()).isTrue();
    ledger.record(List.of(SignedRelease.of(verdict).orElseThrow()), NOW, VersionOrder.semantic());
    Set<Reason> told = new TreeSet<>();
    decision.findings().stream().map(Finding::reason).forEach(told::add);
    return told;
  }

  private static Verdict verdict(String id, int version, int key, int files) {
    return verdict(id, version, key, files, List.of());
  }

  private static Verdict verdict(
      String id, int version, int key, int files, List<String> predecessors) {
    Signer signer =
        new Signer(id, "CN=ca", "1", hex(key, 64), Instant.EPOCH, Instant.MAX, "x", "CN=ca")
            .succeeding(predecessors);
    String digest = hex(files, 128);
    Subject subject = new Subject(id, "1." + version, digest, digest);
    return Verdict.of(subject, List.of(), Optional.of(signer));
  }

  private static String hex(int number, int digits) {
    return String.format(Locale.ROOT, "%0" + digits + "x", number);
  }
}
