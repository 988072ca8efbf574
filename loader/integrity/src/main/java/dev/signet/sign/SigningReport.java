package dev.signet.sign;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.Internal;
import dev.signet.sign.problem.SigningObjection;
import java.util.List;

/** What a signer did or refused, as JSON for scripts. The names of members are stable. */
@Internal
public final class SigningReport {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private SigningReport() {}

  /** Returns {@code {"signed": {…}}}. */
  public static String signed(SignedBundle bundle) {
    ObjectNode root = object();
    ObjectNode signed = root.putObject("signed");
    signed.put("id", bundle.id());
    signed.put("file", bundle.file().toString());
    signed.put("written", bundle.written());
    signed.put("format", bundle.format());
    signed.put("algorithm", bundle.algorithm());
    signed.put("files", bundle.files());
    bundle.notices().forEach(signed.putArray("notices")::add);
    return text(root);
  }

  /** Returns {@code {"refused": [{…}, …]}}. */
  public static String refused(List<SigningObjection> objections) {
    ObjectNode root = object();
    ArrayNode refused = root.putArray("refused");
    for (SigningObjection objection : objections) {
      ObjectNode entry = refused.addObject();
      entry.put("code", objection.code());
      if (objection.path() != null) {
        entry.put("path", objection.path());
      }
      entry.put("detail", objection.detail());
      entry.put("remedy", objection.remedy());
    }
    return text(root);
  }

  public static ObjectNode object() {
    return JSON.createObjectNode();
  }

  public static String text(ObjectNode tree) {
    try {
      return JSON.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree of plain objects and strings is always writable", e);
    }
  }
}
