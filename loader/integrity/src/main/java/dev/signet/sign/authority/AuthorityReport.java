package dev.signet.sign.authority;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.Internal;
import dev.signet.sign.SigningReport;
import dev.signet.sign.key.CertificateRequest;
import dev.signet.trust.KeyRules;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.X509CRL;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an author or an authority did, as JSON for scripts. The names of members are stable. */
@Internal
public final class AuthorityReport {
  private AuthorityReport() {}

  /**
   * Returns {@code {"requested": {…}}}.
   *
   * @param key the file of the new key, if one was made
   */
  public static String requested(CertificateRequest request, Path file, Optional<Path> key) {
    ObjectNode root = SigningReport.object();
    ObjectNode requested = root.putObject("requested");
    requested.put("id", request.commonName());
    requested.put("request", file.toString());
    key.ifPresent(made -> requested.put("key", made.toString()));
    return SigningReport.text(root);
  }

  /** Returns {@code {"development": {…}}}: a folder with all to try things out. */
  public static String development(Path folder, List<String> ids, Instant until) {
    ObjectNode root = SigningReport.object();
    ObjectNode made = root.putObject("development");
    made.put("folder", folder.toString());
    made.put("root", folder.resolve("root.crt").toString());
    ids.forEach(made.putArray("ids")::add);
    made.put("notAfter", until.toString());
    return SigningReport.text(root);
  }

  /** Returns {@code {"rotated": {…}}}: the old key vouches for the new one. */
  public static String rotated(String id, PublicKey newKey, Path file) {
    ObjectNode root = SigningReport.object();
    ObjectNode rotated = root.putObject("rotated");
    rotated.put("id", id);
    rotated.put("key", KeyRules.id(newKey));
    rotated.put("rotation", file.toString());
    return SigningReport.text(root);
  }

  /** Returns {@code {"made": {…}}}: the issuers, the root first. */
  public static String made(Path folder, List<IssuedCertificate> issuers) {
    ObjectNode root = SigningReport.object();
    ObjectNode made = root.putObject("made");
    made.put("authority", folder.toString());
    ArrayNode all = made.putArray("issuers");
    issuers.forEach(issuer -> all.add(IndexJson.node(issuer)));
    return SigningReport.text(root);
  }

  /**
   * Returns {@code {"issued": {…}}}.
   *
   * @param chain the file of the certificates above it, if there are any
   * @param notices what the operator should know
   */
  public static String issued(
      IssuedCertificate issued, Path certificate, Optional<Path> chain, List<String> notices) {
    ObjectNode root = SigningReport.object();
    ObjectNode node = IndexJson.node(issued);
    node.put("certificate", certificate.toString());
    chain.ifPresent(file -> node.put("chain", file.toString()));
    notices.forEach(node.putArray("notices")::add);
    root.set("issued", node);
    return SigningReport.text(root);
  }

  /** Returns {@code {"revoked": [{…}, …]}}. */
  public static String revoked(List<RevokedCertificate> revoked) {
    ObjectNode root = SigningReport.object();
    ArrayNode all = root.putArray("revoked");
    for (RevokedCertificate one : revoked) {
      all.add(IndexJson.node(one.certificate()).put("already", one.already()));
    }
    return SigningReport.text(root);
  }

  /**
   * Returns {@code {"lists": [{…}, …]}}.
   *
   * @param lists by issuer
   * @param file where they were written beside the authority's folder, if they were
   */
  public static String lists(Map<String, X509CRL> lists, Optional<Path> file) {
    ObjectNode root = SigningReport.object();
    ArrayNode all = root.putArray("lists");
    lists.forEach(
        (issuer, list) -> {
          ObjectNode node = all.addObject();
          node.put("issuer", issuer);
          node.put("number", RevocationListFile.number(list));
          node.put("revoked", RevocationListFile.entries(list).size());
          node.put("thisUpdate", list.getThisUpdate().toInstant().toString());
          node.put("nextUpdate", list.getNextUpdate().toInstant().toString());
          file.ifPresent(written -> node.put("file", written.toString()));
        });
    return SigningReport.text(root);
  }

  /** Returns {@code {"certificates": [{…}, …]}}. */
  public static String certificates(List<ListedCertificate> listed) {
    ObjectNode root = SigningReport.object();
    ArrayNode all = root.putArray("certificates");
    for (ListedCertificate one : listed) {
      ObjectNode node = all.addObject();
      node.put("status", one.status().text());
      node.setAll(IndexJson.node(one.certificate()));
    }
    return SigningReport.text(root);
  }
}
