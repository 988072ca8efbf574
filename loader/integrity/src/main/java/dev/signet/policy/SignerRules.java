package dev.signet.policy;

import dev.signet.Internal;
import dev.signet.verdict.CoSigner;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Who must have signed which plugin: all rules that fit a plugin count, none lifts another.
 *
 * @param all of every plugin
 * @param featured of those that are featured
 * @param byId of single ones
 */
@Internal
public record SignerRules(SignerRule all, SignerRule featured, Map<String, SignerRule> byId) {
  /** Nobody but authors. */
  public static final SignerRules NONE =
      new SignerRules(SignerRule.AUTHOR, SignerRule.AUTHOR, Map.of());

  /** Copies the map. */
  public SignerRules {
    byId = Collections.unmodifiableMap(new TreeMap<>(byId));
  }

  /** Returns these rules with one more for every plugin. */
  public SignerRules with(SignerRule rule) {
    return new SignerRules(all.and(rule), featured, byId);
  }

  /** Returns these rules with one more for featured plugins. */
  public SignerRules withFeatured(SignerRule rule) {
    return new SignerRules(all, featured.and(rule), byId);
  }

  /** Returns these rules with one more for one plugin. */
  public SignerRules with(String id, SignerRule rule) {
    Map<String, SignerRule> more = new TreeMap<>(byId);
    more.merge(id, rule, SignerRule::and);
    return new SignerRules(all, featured, more);
  }

  /**
   * Returns whether a plugin must be signed because of these rules, so that nobody gets round them
   * by leaving out all signatures.
   *
   * @param allowed whether the host allows it unsigned; not against a rule that is for it alone
   */
  boolean wantSignature(String id, boolean allowed) {
    return byId.containsKey(id) || (all.asksForMore() && !allowed);
  }

  /**
   * Returns what is to be said of who has signed: a problem when somebody is missing, and what
   * there is to know of those who count.
   *
   * @param featuredIds the featured plugins
   */
  List<Finding> circumstances(Verdict verdict, Set<String> featuredIds) {
    if (verdict instanceof Verdict.Unsigned) {
      // That nobody has signed it says more.
      return List.of();
    }
    String id = verdict.subject().id();
    SignerRule rule = all;
    if (featuredIds.contains(id)) {
      rule = rule.and(featured);
    }
    SignerRule own = byId.get(id);
    if (own != null) {
      rule = rule.and(own);
    }
    return rule.asksForMore() ? new Roll(verdict, rule).findings() : List.of();
  }

  /** Who has signed one plugin, held against the rule for it. */
  private static final class Roll {
    private final SignerRule rule;
    private final List<String> counted = new ArrayList<>();
    private final Set<String> missing;
    private final List<String> uncounted = new ArrayList<>();
    private final List<Finding> notices = new ArrayList<>();

    Roll(Verdict verdict, SignerRule rule) {
      this.rule = rule;
      this.missing = new TreeSet<>(rule.scopes());
      verdict.signer().ifPresent(author -> count(author.commonName(), author.keyId()));
      for (CoSigner cosigner : verdict.cosigners()) {
        String name = cosigner.commonName();
        if (!cosigner.isProven()) {
          uncounted.add(named(name, cosigner.keyId()) + " does not count: " + cosigner.whyNot());
        } else if (name.equals(verdict.subject().id()) || rule.scopes().contains(name)) {
          count(name, cosigner.keyId());
          cosigner.findings().forEach(notice -> notices.add(of(name, notice)));
        } else {
          uncounted.add(
              named(name, cosigner.keyId()) + " is right, but nobody here has asked for it.");
        }
      }
    }

    private void count(String name, String keyId) {
      counted.add(named(name, keyId));
      missing.remove(name);
    }

    private static String named(String name, String keyId) {
      return String.format(Locale.ROOT, "'%s' (key %s)", name, keyId);
    }

    private static Finding of(String name, Finding notice) {
      return Finding.of(notice.reason(), "Of the signature of '" + name + "': " + notice.detail())
          .asNotice();
    }

    List<Finding> findings() {
      boolean tooFew = counted.size() < rule.signers();
      if (!tooFew && missing.isEmpty()) {
        return notices;
      }
      List<Finding> all = new ArrayList<>(notices);
      all.add(Finding.of(Reason.SIGNER_MISSING, text(tooFew)));
      return all;
    }

    private String text(boolean tooFew) {
      List<String> sentences = new ArrayList<>();
      if (!missing.isEmpty()) {
        sentences.add(
            "Missing is the signature of "
                + missing.stream()
                    .map(name -> "'" + name + "'")
                    .collect(Collectors.joining(" and "))
                + ".");
      }
      if (tooFew) {
        sentences.add(
            String.format(
                Locale.ROOT,
                "It has %d of the %d signatures that this host wants.",
                counted.size(),
                rule.signers()));
      }
      if (!counted.isEmpty()) {
        sentences.add("It is signed by " + String.join(" and ", counted) + ".");
      }
      uncounted.forEach(each -> sentences.add("That of " + each));
      return String.join(" ", sentences);
    }
  }
}
