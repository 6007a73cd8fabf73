package com.joyofhardware.master.site;

import com.joyofhardware.master.account.Accounts;
import com.joyofhardware.master.account.Person;
import com.joyofhardware.master.account.Scope;
import com.joyofhardware.master.account.StoredPreferences;
import com.joyofhardware.master.account.StoredPreferences.Condition;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.rest.Preferences;
import com.joyofhardware.protocol.rest.Preferences.Preference;
import com.joyofhardware.protocol.rest.Preferences.PreferenceList;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Settings, keybindings, snippets and layouts: the editor's texts that follow a person. */
@RestController
@RequestMapping("/api/v1/me/preferences")
class PreferenceCalls {
  private static final String UTF_8 = "text/plain;charset=utf-8";

  private final StoredPreferences preferences;

  PreferenceCalls(Accounts accounts) {
    this.preferences = accounts.preferences();
  }

  @Operation(summary = "My preferences whose keys begin with one of the prefixes")
  @GetMapping
  PreferenceList list(Caller caller, @RequestParam List<String> prefix) {
    Person person = person(caller);
    return new PreferenceList(person.name().value(), preferences.startingWith(person, prefix));
  }

  @Operation(summary = "One of my preferences, as text; its ETag serves If-Match")
  @GetMapping("/{key}")
  ResponseEntity<byte[]> get(Caller caller, @PathVariable String key) {
    Preference found =
        preferences.find(person(caller), key).orElseThrow(() -> Access.notFound("preference", key));
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType(UTF_8))
        .eTag(found.etag())
        .body(found.text().getBytes(StandardCharsets.UTF_8));
  }

  @Operation(summary = "Keep a preference: with If-Match only over that version")
  @PutMapping("/{key}")
  ResponseEntity<Void> put(
      Caller caller,
      @PathVariable String key,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false) @Nullable String ifNone,
      HttpServletRequest request)
      throws IOException {
    Person person = person(caller);
    Preference kept = preferences.put(person, key, text(request), condition(ifMatch, ifNone));
    return ResponseEntity.noContent().eTag(kept.etag()).build();
  }

  @Operation(summary = "Forget a preference")
  @DeleteMapping("/{key}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(Caller caller, @PathVariable String key) {
    if (!preferences.delete(person(caller), key)) {
      throw Access.notFound("preference", key);
    }
  }

  private static Person person(Caller caller) {
    Access.requirePerson(caller.principal(), Scope.API);
    return caller.principal().person();
  }

  private static Condition condition(@Nullable String ifMatch, @Nullable String ifNone) {
    if (ifMatch != null) {
      return new Condition.Version(ifMatch.strip().replaceAll("^\"|\"$", ""));
    }
    return "*".equals(ifNone) ? new Condition.Absent() : new Condition.None();
  }

  private static String text(HttpServletRequest request) throws IOException {
    byte[] bytes = request.getInputStream().readNBytes(Preferences.LARGEST + 1);
    if (bytes.length > Preferences.LARGEST) {
      throw new JoyException(
          ErrorCode.TOO_LARGE, "a preference has at most " + Preferences.LARGEST + " bytes");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new JoyException(ErrorCode.BAD_REQUEST, "the body is no UTF-8 text", e);
    }
  }
}
