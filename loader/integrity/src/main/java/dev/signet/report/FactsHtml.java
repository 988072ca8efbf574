package dev.signet.report;

import dev.signet.verdict.CoSigner;
import dev.signet.verdict.Signer;

/** What an administrator may want to know of a target besides its problems, as a list in HTML. */
final class FactsHtml {
  private FactsHtml() {}

  /** Returns the list. */
  static String of(IntegrityState state) {
    StringBuilder facts = new StringBuilder("<dl class=\"signet-facts\">\n");
    state
        .result()
        .ifPresent(
            result -> {
              fact(facts, "Signed by", result.signer().map(FactsHtml::signer).orElse("nobody"));
              result.cosigners().forEach(each -> fact(facts, "Also signed by", cosigner(each)));
              fact(
                  facts,
                  "Scanned",
                  Html.time(result.scannedAt())
                      + " by Signet "
                      + Html.escape(result.engineVersion())
                      + (result.lists().isStale(result.scannedAt())
                          ? ", with a revocation list that was out of date"
                          : ""));
            });
    fact(facts, "Where", "<code>" + Html.isolate(state.target().source()) + "</code>");
    return facts.append("</dl>\n").toString();
  }

  private static void fact(StringBuilder facts, String label, String html) {
    facts
        .append("<div><dt>")
        .append(label)
        .append("</dt><dd>")
        .append(html)
        .append("</dd></div>\n");
  }

  private static String cosigner(CoSigner cosigner) {
    return Html.isolate("CN=" + cosigner.commonName())
        + ", certified by "
        + Html.isolate(cosigner.issuer())
        + ", until "
        + Html.time(cosigner.notAfter());
  }

  private static String signer(Signer signer) {
    return Html.isolate("CN=" + signer.commonName())
        + " under "
        + Html.isolate(signer.anchor())
        + ", until "
        + Html.time(signer.notAfter());
  }
}
