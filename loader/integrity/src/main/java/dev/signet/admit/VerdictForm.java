package dev.signet.admit;

import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Remedy;
import dev.signet.verdict.Signer;
import dev.signet.verdict.Subject;
import dev.signet.verdict.Verdict;
import dev.signet.verify.KeptVerdict;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A kept verdict in the index. */
final class VerdictForm {
  private VerdictForm() {}

  static Packed pack(KeptVerdict kept) {
    Packed.Writer out = new Packed.Writer();
    out.text(kept.conditions());
    instant(out, kept.from());
    instant(out, kept.until());
    Verdict.Verified verdict = kept.verdict();
    Subject subject = verdict.subject();
    out.text(subject.id()).text(subject.version()).text(subject.contentDigest());
    Signer signer = verdict.vouchedBy();
    out.text(signer.commonName())
        .text(signer.issuer())
        .text(signer.serialNumber())
        .text(signer.keyId());
    instant(out, signer.notBefore());
    instant(out, signer.notAfter());
    out.text(signer.algorithm()).text(signer.anchor()).text(kept.dependencies());
    for (Finding notice : verdict.findings()) {
      out.text(notice.reason().name());
      nullable(out, notice.path());
      nullable(out, notice.expected());
      nullable(out, notice.current());
      out.text(notice.detail());
      Remedy own = notice.ownRemedy();
      nullable(out, own == null ? null : own.forAdministrator());
      nullable(out, own == null ? null : own.forAuthor());
    }
    return out.packed();
  }

  /** Returns the verdict; empty for what {@link #pack} has not made. */
  static Optional<KeptVerdict> read(Packed packed) {
    Packed.Reader in = packed.reader();
    try {
      String conditions = in.text();
      Instant from = instant(in);
      Instant until = instant(in);
      Subject subject = new Subject(in.text(), in.text(), in.text());
      Signer signer =
          new Signer(
              in.text(),
              in.text(),
              in.text(),
              in.text(),
              instant(in),
              instant(in),
              in.text(),
              in.text());
      String dependencies = in.text();
      List<Finding> notices = new ArrayList<>();
      while (!in.isAtEnd()) {
        notices.add(
            new Finding(
                Reason.valueOf(in.text()),
                Finding.Severity.NOTICE,
                nullable(in),
                nullable(in),
                nullable(in),
                in.text(),
                remedy(nullable(in), nullable(in))));
      }
      Verdict.Verified verdict = new Verdict.Verified(subject, notices, signer);
      return Optional.of(new KeptVerdict(conditions, from, until, verdict, dependencies));
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      // Then the copy is judged anew.
      return Optional.empty();
    }
  }

  private static @Nullable Remedy remedy(@Nullable String administrator, @Nullable String author) {
    return administrator == null || author == null ? null : new Remedy(administrator, author);
  }

  private static void instant(Packed.Writer out, Instant instant) {
    out.number(instant.getEpochSecond()).number(instant.getNano());
  }

  private static Instant instant(Packed.Reader in) throws IOException {
    long seconds = in.number();
    return Instant.ofEpochSecond(seconds, in.number());
  }

  private static void nullable(Packed.Writer out, @Nullable String text) {
    out.number(text == null ? 0 : 1).text(text == null ? "" : text);
  }

  private static @Nullable String nullable(Packed.Reader in) throws IOException {
    boolean there = in.number() != 0;
    String text = in.text();
    return there ? text : null;
  }
}
