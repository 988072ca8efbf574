package dev.signet.admit;

import dev.signet.file.Packed;
import dev.signet.file.PackedReader;
import dev.signet.verdict.CoSigner;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Remedy;
import dev.signet.verdict.Signer;
import dev.signet.verdict.Subject;
import dev.signet.verdict.Verdict;
import dev.signet.verify.KeptVerdict;
import java.io.IOException;
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
    out.instant(kept.from());
    out.instant(kept.until());
    Verdict.Verified verdict = kept.verdict();
    Subject subject = verdict.subject();
    out.text(subject.id())
        .text(subject.version())
        .text(subject.contentDigest())
        .text(subject.filesDigest());
    Signer signer = verdict.vouchedBy();
    out.text(signer.commonName())
        .text(signer.issuer())
        .text(signer.serialNumber())
        .text(signer.keyId());
    out.instant(signer.notBefore());
    out.instant(signer.notAfter());
    out.text(signer.algorithm()).text(signer.anchor()).number(signer.predecessors().size());
    signer.predecessors().forEach(out::text);
    out.number(signer.forDevelopment() ? 1 : 0);
    out.text(kept.dependencies());
    out.number(verdict.cosigners().size());
    for (CoSigner cosigner : verdict.cosigners()) {
      out.text(cosigner.commonName()).text(cosigner.issuer()).text(cosigner.keyId());
      out.instant(cosigner.notAfter());
      out.number(cosigner.findings().size());
      for (Finding finding : cosigner.findings()) {
        out.number(finding.isProblem() ? 1 : 0);
        pack(finding, out);
      }
    }
    verdict.findings().forEach(notice -> pack(notice, out));
    return out.packed();
  }

  private static void pack(Finding notice, Packed.Writer out) {
    out.text(notice.reason().name());
    out.nullable(notice.path());
    out.nullable(notice.expected());
    out.nullable(notice.current());
    out.text(notice.detail());
    Remedy own = notice.ownRemedy();
    out.nullable(own == null ? null : own.forAdministrator());
    out.nullable(own == null ? null : own.forAuthor());
  }

  /** Returns the verdict; empty for what {@link #pack} has not made. */
  static Optional<KeptVerdict> read(Packed packed) {
    PackedReader in = packed.reader();
    try {
      String conditions = in.text();
      Instant from = in.instant();
      Instant until = in.instant();
      Subject subject = new Subject(in.text(), in.text(), in.text(), in.text());
      Signer signer =
          new Signer(
              in.text(),
              in.text(),
              in.text(),
              in.text(),
              in.instant(),
              in.instant(),
              in.text(),
              in.text(),
              texts(in),
              in.number() == 1);
      String dependencies = in.text();
      List<CoSigner> cosigners = cosigners(in);
      List<Finding> notices = new ArrayList<>();
      while (!in.isAtEnd()) {
        notices.add(finding(in, Finding.Severity.NOTICE));
      }
      Verdict.Verified verdict = new Verdict.Verified(subject, notices, signer, cosigners);
      return Optional.of(new KeptVerdict(conditions, from, until, verdict, dependencies));
    } catch (IOException | IllegalArgumentException e) {
      // Then the copy is judged anew.
      return Optional.empty();
    }
  }

  private static List<String> texts(PackedReader in) throws IOException {
    List<String> texts = new ArrayList<>();
    for (long more = in.number(); more > 0; more--) {
      texts.add(in.text());
    }
    return texts;
  }

  private static List<CoSigner> cosigners(PackedReader in) throws IOException {
    long more = in.number();
    if (more == 0) {
      return List.of();
    }
    List<CoSigner> cosigners = new ArrayList<>();
    for (; more > 0; more--) {
      String commonName = in.text();
      String issuer = in.text();
      String keyId = in.text();
      Instant notAfter = in.instant();
      List<Finding> findings = new ArrayList<>();
      for (long left = in.number(); left > 0; left--) {
        boolean problem = in.number() == 1;
        findings.add(finding(in, problem ? Finding.Severity.PROBLEM : Finding.Severity.NOTICE));
      }
      cosigners.add(new CoSigner(commonName, issuer, keyId, notAfter, findings));
    }
    return cosigners;
  }

  private static Finding finding(PackedReader in, Finding.Severity severity) throws IOException {
    return new Finding(
        Reason.valueOf(in.text()),
        severity,
        in.nullable(),
        in.nullable(),
        in.nullable(),
        in.text(),
        remedy(in.nullable(), in.nullable()));
  }

  private static @Nullable Remedy remedy(@Nullable String administrator, @Nullable String author) {
    return administrator == null || author == null ? null : new Remedy(administrator, author);
  }
}
