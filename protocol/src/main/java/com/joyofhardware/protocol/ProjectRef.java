package com.joyofhardware.protocol;

/** A project by its owner's and its own name; on every wire the string {@code owner/name}. */
public record ProjectRef(Name owner, Name name) {
  public static ProjectRef parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("not a project: '" + text + "'; write owner/name");
    }
    return new ProjectRef(new Name(text.substring(0, slash)), new Name(text.substring(slash + 1)));
  }

  @Override
  public String toString() {
    return owner + "/" + name;
  }
}
