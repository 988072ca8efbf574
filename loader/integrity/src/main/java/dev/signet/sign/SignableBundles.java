package dev.signet.sign;

import dev.signet.manifest.ManifestReading;
import dev.signet.sign.key.Scratch;
import dev.signet.sign.problem.SigningException;
import dev.signet.verdict.Guard;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Opens bundles that may be signed, for as long as something is done with each. */
final class SignableBundles {
  private final SigningRules rules;
  private final SigningCheck check;
  private final VerifierQuestion question;

  SignableBundles(SigningIdentity identity, SigningRules rules, VerifierQuestion question) {
    this.rules = rules;
    this.check = new SigningCheck(identity, rules);
    this.question = question;
  }

  /** What to do with one. */
  @FunctionalInterface
  interface Use<T> {
    T of(SignableBundle bundle) throws SigningException;
  }

  /**
   * Opens a bundle.
   *
   * @throws SigningException when it may not be signed, or cannot be read, or by what is done
   */
  <T> T with(Path path, Use<T> use) throws SigningException {
    return Guard.run(
        () -> Scratch.with(scratch -> with(path, scratch, use)),
        failure -> {
          throw new SigningException(
              path + " cannot be signed: " + Guard.cause(failure),
              "nothing was written; mend that, and sign again",
              failure);
        });
  }

  private <T> T with(Path path, Path scratch, Use<T> use) throws SigningException {
    try (StrictSource source = StrictSource.open(path, rules.entries(), scratch)) {
      List<String> notices = new ArrayList<>();
      if (source.rewritten()) {
        notices.add(StrictSource.REWRITTEN);
      }
      question.notice().ifPresent(notices::add);
      ManifestReading reading = check.check(source, scratch, rules.clock().instant(), notices);
      return use.of(new SignableBundle(source, reading, notices));
    }
  }
}
