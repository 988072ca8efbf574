package dev.signet.cli;

/** Colours by SGR codes (ECMA-48 section 8.3.117), or none. */
record Style(boolean coloured) {
  private static final String RESET = "\u001b[0m";

  String good(String text) {
    return paint("\u001b[32m", text);
  }

  String doubtful(String text) {
    return paint("\u001b[33m", text);
  }

  String bad(String text) {
    return paint("\u001b[31m", text);
  }

  String strong(String text) {
    return paint("\u001b[1m", text);
  }

  String faint(String text) {
    return paint("\u001b[2m", text);
  }

  private String paint(String code, String text) {
    return coloured ? code + text + RESET : text;
  }
}
