"use strict";
(function () {
  var zone = document.getElementById("filtre");
  var champ = document.getElementById("filtre-texte");
  var fermes = document.getElementById("filtre-fermes");
  var compte = document.getElementById("filtre-compte");
  var lignes = Array.prototype.slice.call(document.querySelectorAll("#table-constats tbody tr"));
  function plat(texte) {
    return texte.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/\s+/g, " ").toLowerCase();
  }
  var textes = lignes.map(function (ligne) { return plat(ligne.textContent); });
  function filtrer() {
    var mots = plat(champ.value).split(" ").filter(Boolean);
    var vues = 0;
    lignes.forEach(function (ligne, rang) {
      var garde = (fermes.checked || !ligne.classList.contains("ferme")) &&
        mots.every(function (mot) { return textes[rang].indexOf(mot) >= 0; });
      ligne.hidden = !garde;
      vues += garde ? 1 : 0;
    });
    compte.textContent = vues + (vues > 1 ? " constats affichés" : " constat affiché") + " sur " + lignes.length + ".";
  }
  champ.addEventListener("input", filtrer);
  fermes.addEventListener("change", filtrer);
  zone.hidden = false;
  filtrer();
})();
