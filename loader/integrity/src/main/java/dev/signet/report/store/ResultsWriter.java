package dev.signet.report.store;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.signet.policy.Decision;
import dev.signet.policy.Enforcement;
import dev.signet.report.FailedScan;
import dev.signet.report.FindingShare;
import dev.signet.report.IntegrityResult;
import dev.signet.report.IntegrityState;
import dev.signet.report.RevocationFreshness;
import dev.signet.verdict.CoSigner;
import dev.signet.verdict.Dimension;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Remedy;
import dev.signet.verdict.Signer;
import dev.signet.verdict.Subject;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes what {@link ResultsReader} reads.
 *
 * @param json where to
 * @param mostFindings how many findings of each result to write, if there are no more reasons
 */
record ResultsWriter(JsonGenerator json, int mostFindings) {

  void write(ResultsDocument document) throws IOException {
    json.writeStartObject();
    json.writeNumberField("version", ResultsDocument.VERSION);
    instant("lastRescan", document.lastRescan());
    json.writeArrayFieldStart("targets");
    for (IntegrityState state : document.states()) {
      write(state);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void write(IntegrityState state) throws IOException {
    json.writeStartObject();
    json.writeStringField("kind", state.target().kind().name());
    json.writeStringField("source", state.target().source());
    if (state.result().isPresent()) {
      write(state.result().get());
    }
    if (state.failure().isPresent()) {
      FailedScan failure = state.failure().get();
      json.writeObjectFieldStart("failure");
      json.writeStringField("at", failure.at().toString());
      json.writeStringField("occasion", failure.occasion().name());
      json.writeStringField("cause", failure.cause());
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private void write(IntegrityResult result) throws IOException {
    json.writeObjectFieldStart("result");
    json.writeStringField("occasion", result.occasion().name());
    json.writeStringField("scannedAt", result.scannedAt().toString());
    json.writeStringField("engineVersion", result.engineVersion());
    json.writeBooleanField("refusedOnStable", result.refusedOnStable());
    json.writeBooleanField("checkingOff", result.checkingOff());
    write(result.lists());
    writeDecision(result);
    json.writeEndObject();
  }

  private void write(RevocationFreshness lists) throws IOException {
    json.writeObjectFieldStart("lists");
    json.writeNumberField("count", lists.lists());
    instant("nextUpdate", lists.nextUpdate());
    json.writeBooleanField("inOrder", lists.inOrder());
    instant("lastSuccess", lists.lastSuccess());
    json.writeEndObject();
  }

  private void writeDecision(IntegrityResult result) throws IOException {
    Decision decision = result.decision();
    json.writeStringField("action", decision.action().name());
    json.writeStringField("channel", decision.channel().name());
    json.writeStringField("explanation", decision.explanation());
    write(decision.dimensions());
    Subject subject = decision.verdict().subject();
    json.writeStringField("id", subject.id());
    json.writeStringField("pluginVersion", subject.version());
    json.writeStringField("contentDigest", subject.contentDigest());
    if (!subject.filesDigest().isEmpty()) {
      json.writeStringField("filesDigest", subject.filesDigest());
    }
    if (decision.verdict().signer().isPresent()) {
      write(decision.verdict().signer().get());
    }
    write(result.cosigners());
    write("circumstances", decision.circumstances());
    List<Finding> all = decision.verdict().findings();
    List<Finding> share = FindingShare.of(all, mostFindings);
    write("findings", share);
    json.writeNumberField("omittedFindings", result.omittedFindings() + all.size() - share.size());
  }

  /** Only of what was refused, or would have been: a file of before has none either. */
  private void write(Map<Dimension, Enforcement> dimensions) throws IOException {
    if (!dimensions.isEmpty()) {
      json.writeObjectFieldStart("dimensions");
      for (Map.Entry<Dimension, Enforcement> each : new TreeMap<>(dimensions).entrySet()) {
        json.writeStringField(each.getKey().name(), each.getValue().name());
      }
      json.writeEndObject();
    }
  }

  private void write(Signer signer) throws IOException {
    json.writeObjectFieldStart("signer");
    json.writeStringField("commonName", signer.commonName());
    json.writeStringField("issuer", signer.issuer());
    json.writeStringField("serialNumber", signer.serialNumber());
    json.writeStringField("keyId", signer.keyId());
    json.writeStringField("notBefore", signer.notBefore().toString());
    json.writeStringField("notAfter", signer.notAfter().toString());
    json.writeStringField("algorithm", signer.algorithm());
    json.writeStringField("anchor", signer.anchor());
    json.writeEndObject();
  }

  /** Only where there are any: a file of before has none either. Proven ones have notices only. */
  private void write(List<CoSigner> cosigners) throws IOException {
    if (!cosigners.isEmpty()) {
      json.writeArrayFieldStart("cosigners");
      for (CoSigner cosigner : cosigners) {
        json.writeStartObject();
        json.writeStringField("commonName", cosigner.commonName());
        json.writeStringField("issuer", cosigner.issuer());
        json.writeStringField("keyId", cosigner.keyId());
        json.writeStringField("notAfter", cosigner.notAfter().toString());
        write("findings", FindingShare.of(cosigner.findings(), mostFindings));
        json.writeEndObject();
      }
      json.writeEndArray();
    }
  }

  private void write(String member, List<Finding> findings) throws IOException {
    json.writeArrayFieldStart(member);
    for (Finding finding : findings) {
      json.writeStartObject();
      json.writeStringField("reason", finding.reason().name());
      json.writeStringField("severity", finding.severity().name());
      text("path", finding.path());
      text("expected", finding.expected());
      text("current", finding.current());
      json.writeStringField("detail", finding.detail());
      Remedy remedy = finding.ownRemedy();
      if (remedy != null) {
        json.writeObjectFieldStart("remedy");
        json.writeStringField("administrator", remedy.forAdministrator());
        json.writeStringField("author", remedy.forAuthor());
        json.writeEndObject();
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void instant(String member, Optional<Instant> instant) throws IOException {
    text(member, instant.map(Instant::toString).orElse(null));
  }

  private void text(String member, @Nullable String text) throws IOException {
    if (text != null) {
      json.writeStringField(member, text);
    }
  }
}
