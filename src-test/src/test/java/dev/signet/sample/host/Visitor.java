package dev.signet.sample.host;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser without eyes: keeps cookies, sends forms with the token of the page before. */
final class Visitor {
  private static final Pattern TOKEN = Pattern.compile("name=\"token\" value=\"([^\"]+)\"");

  private final HttpClient client = HttpClient.newHttpClient();
  private final int port;
  private final Map<String, String> cookies = new LinkedHashMap<>();
  private final Map<String, String> headers = new LinkedHashMap<>();
  private String token = "";

  Visitor(int port) {
    this.port = port;
  }

  /** Sends a header with every request. */
  Visitor header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send("GET", path, HttpRequest.BodyPublishers.noBody());
  }

  HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
    return send(method, path, HttpRequest.BodyPublishers.noBody());
  }

  /** Sends a form with the token of the latest page. */
  HttpResponse<String> post(String path, String... fields)
      throws IOException, InterruptedException {
    return postWith(token, path, fields);
  }

  HttpResponse<String> postWith(String formToken, String path, String... fields)
      throws IOException, InterruptedException {
    StringBuilder form = new StringBuilder("token=" + encoded(formToken));
    for (int i = 0; i < fields.length; i += 2) {
      form.append('&').append(fields[i]).append('=').append(encoded(fields[i + 1]));
    }
    header("Content-Type", "application/x-www-form-urlencoded");
    HttpResponse<String> answer =
        send("POST", path, HttpRequest.BodyPublishers.ofString(form.toString()));
    headers.remove("Content-Type");
    return answer;
  }

  /** Sends a file with the token of the latest page, and follows to what came of it. */
  HttpResponse<String> upload(String path, String name, byte[] content, String... fields)
      throws IOException, InterruptedException {
    String boundary = "----boundary";
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    List<String> parts = new ArrayList<>(List.of("token", token));
    parts.addAll(List.of(fields));
    for (int i = 0; i < parts.size(); i += 2) {
      body.writeBytes(
          ("--"
                  + boundary
                  + "\r\nContent-Disposition: form-data; name=\""
                  + parts.get(i)
                  + "\"\r\n\r\n"
                  + parts.get(i + 1)
                  + "\r\n")
              .getBytes(StandardCharsets.UTF_8));
    }
    body.writeBytes(
        ("--"
                + boundary
                + "\r\nContent-Disposition: form-data; name=\"bundle\"; filename=\""
                + name
                + "\"\r\nContent-Type: application/zip\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8));
    body.writeBytes(content);
    body.writeBytes(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
    header("Content-Type", "multipart/form-data; boundary=" + boundary);
    HttpResponse<String> answer =
        send("POST", path, HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()));
    headers.remove("Content-Type");
    return answer;
  }

  /** Announces a file of this many bytes, and sends as much of it as is wanted. */
  HttpResponse<String> uploadOf(String path, long bytes) throws IOException, InterruptedException {
    header("Content-Type", "multipart/form-data; boundary=----boundary");
    InputStream zeros =
        new InputStream() {
          @Override
          public int read() {
            return 0;
          }

          @Override
          public int read(byte[] buffer, int offset, int length) {
            Arrays.fill(buffer, offset, offset + length, (byte) 0);
            return length;
          }
        };
    try {
      for (int attempt = 1; ; attempt++) {
        try {
          return send(
              "POST",
              path,
              HttpRequest.BodyPublishers.fromPublisher(
                  HttpRequest.BodyPublishers.ofInputStream(() -> zeros), bytes));
        } catch (IOException e) {
          // Who still sends when the connection is closed may lose the answer that came before.
          if (attempt == 5) {
            throw e;
          }
        }
      }
    } finally {
      headers.remove("Content-Type");
    }
  }

  /** Logs in as a person does: opens the form, fills it in, sends it. */
  HttpResponse<String> logIn(String password) throws IOException, InterruptedException {
    get("/admin/login");
    return post("/admin/login", "password", password);
  }

  String cookie(String name) {
    return cookies.getOrDefault(name, "");
  }

  void putCookie(String name, String value) {
    cookies.put(name, value);
  }

  String token() {
    return token;
  }

  private HttpResponse<String> send(String method, String path, HttpRequest.BodyPublisher body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).method(method, body);
    headers.forEach(request::header);
    if (!cookies.isEmpty()) {
      request.header(
          "Cookie",
          cookies.entrySet().stream()
              .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
              .collect(Collectors.joining("; ")));
    }
    HttpResponse<String> answer =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    for (String set : answer.headers().allValues("Set-Cookie")) {
      String[] pair = set.substring(0, set.indexOf(';')).split("=", 2);
      cookies.put(pair[0], pair[1]);
    }
    Matcher form = TOKEN.matcher(answer.body());
    if (form.find()) {
      token = form.group(1);
    }
    return answer;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
