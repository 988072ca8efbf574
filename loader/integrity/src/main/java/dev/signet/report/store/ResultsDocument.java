package dev.signet.report.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.signet.report.IntegrityState;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What {@code results.json} says: JSON in ASCII, whatever the names of files, so that printing it
 * does no harm.
 *
 * @param lastRescan when all was last read again, to its end
 * @param states of all targets
 */
record ResultsDocument(Optional<Instant> lastRescan, List<IntegrityState> states) {
  static final int VERSION = 1;

  /** Where all findings do not fit, fewer of each result are kept. */
  private static final int[] SHARES = {1_000, 100, 10, 1};

  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .build();

  /** Copies the list. */
  ResultsDocument {
    states = List.copyOf(states);
  }

  /**
   * Returns the file's bytes, with as many findings of each result as fit; each reason stays.
   *
   * @param mostBytes how many bytes there may be
   * @return empty when there would be more
   */
  Optional<byte[]> toBytes(int mostBytes) {
    for (int findings : SHARES) {
      Optional<byte[]> bytes = toBytes(findings, mostBytes);
      if (bytes.isPresent()) {
        return bytes;
      }
    }
    return Optional.empty();
  }

  private Optional<byte[]> toBytes(int mostFindings, int mostBytes) {
    BoundedBytes bytes = new BoundedBytes(mostBytes);
    try (JsonGenerator json = JSON.createGenerator(bytes).useDefaultPrettyPrinter()) {
      new ResultsWriter(json, mostFindings).write(this);
    } catch (BoundedBytes.TooManyException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new IllegalStateException("Plain texts are always writable to memory", e);
    }
    return Optional.of(bytes.toByteArray());
  }

  /**
   * Reads a file's bytes.
   *
   * @throws IllegalArgumentException when they are not what {@link #toBytes} returned; says why
   */
  static ResultsDocument parse(byte[] bytes) {
    try (JsonParser json = JSON.createParser(bytes)) {
      return ResultsReader.document(new Node(JsonTree.read(json)));
    } catch (IOException e) {
      throw new IllegalArgumentException("it is no well-formed JSON", e);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("an instant is invalid", e);
    }
  }
}
